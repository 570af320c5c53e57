import { toErrorEnvelope } from '#core/dialects/error-envelope.ts';
import { ERROR_CODES } from '#core/errors/error-codes.ts';
import { internalError } from '#core/errors/internal-error.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { LineJob } from '#core/jobs/line-job.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import type { BatchDialect } from './batch.ts';
import type { LineAnswer } from './line-answer.ts';

const errorOf = ({ error }: LineJob): ServiceError =>
  error ? new ServiceError(error.code, error.message, { source: error.source }) : internalError();

/** What both APIs' lines have besides their own: what it has cost, and what it did not get. */
const besides = ({ costMicroUsd }: LineJob, { ignored }: Pick<LineAnswer, 'ignored'> = { ignored: [] }) => ({
  cost_usd: toUsd(costMicroUsd),
  ...(ignored.length > 0 && { ignored }),
});

const messageResult = (job: LineJob, answer: LineAnswer | undefined): object => {
  if (answer) return { type: 'succeeded', message: answer.body };
  if (job.status === 'canceled' || job.status === 'expired') return { type: job.status };
  return { type: 'errored', error: toErrorEnvelope(errorOf(job), 'anthropic', job.id).body };
};

const UNANSWERED = {
  canceled: { code: 'batch_cancelled', message: 'This request was not answered, as its batch was canceled.' },
  expired: { code: 'batch_expired', message: 'This request was not started before its batch expired.' },
} as const;

const requestResult = (job: LineJob, answer: LineAnswer | undefined): object => {
  const requestId = { request_id: job.id };
  if (answer) return { response: { status_code: 200, ...requestId, body: answer.body }, error: null };
  if (job.status === 'canceled' || job.status === 'expired') return { response: null, error: UNANSWERED[job.status] };
  const error = errorOf(job);
  const body = toErrorEnvelope(error, 'openai', job.id).body;
  return { response: { status_code: ERROR_CODES[error.code].status, ...requestId, body }, error: null };
};

/**
 * A line of the results of a batch, in the words of its API.
 *
 * @param job has ended.
 * @param answer if it succeeded.
 */
export const toResultLine = (job: LineJob, answer: LineAnswer | undefined, dialect: BatchDialect): object => {
  const { customId } = job.batchLine;
  if (dialect === 'anthropic') {
    return { custom_id: customId, result: messageResult(job, answer), ...besides(job, answer) };
  }
  const id = job.id.replace(/^job_/, 'batch_req_');
  return { id, custom_id: customId, ...requestResult(job, answer), ...besides(job, answer) };
};
