import { ServiceError } from '#core/errors/service-error.ts';
import type { Preference } from '#core/http/prefer.ts';
import { awaitJob } from '#core/jobs/await-job.ts';
import type { Job } from '#core/jobs/job.ts';
import { JobBody } from '#core/jobs/job-body.ts';
import { hasEnded } from '#core/jobs/job-transitions.ts';
import { submitJob } from '#core/jobs/submit-job.ts';
import type { PromptBody } from '#core/prompts/prompt-body.ts';
import { toPromptJson } from '#core/prompts/prompt-json.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { ApiRequest, ApiResponse } from '#lambda/http/api-request.ts';
import { queuedAnswer } from './queued-answer.ts';

/** The answer of a job that has ended, as a call that waited would have got it. @throws ServiceError if it failed. */
const endedAnswer = async (
  job: Job,
  headers: Readonly<Record<string, string>>,
  { prompts }: ApiPorts,
): Promise<ApiResponse> => {
  const prompt = job.promptId === undefined ? undefined : await prompts.get(job.tenantId, job.promptId);
  const all = {
    ...headers,
    'headless-claude-job-id': job.id,
    ...(prompt && {
      'headless-claude-prompt-id': prompt.id,
      'headless-claude-model': prompt.model,
      'headless-claude-cost-usd': String(toUsd(job.costMicroUsd)),
    }),
  };
  if (job.status === 'completed' && prompt) return { headers: all, body: toPromptJson(prompt) };
  const { code, message, source } = job.error ?? {
    code: 'canceled' as const,
    message: 'The job was canceled.',
    source: 'gateway' as const,
  };
  throw new ServiceError(code, message, { source, headers: all });
};

/**
 * Answers a prompt as its caller prefers: with a job at once, or with the answer if it is there in time.
 *
 * The run is the job's in either case, so that whoever stops waiting neither loses nor repeats it.
 *
 * @throws ServiceError if it is refused, or failed in time.
 */
export const preferJob = async (
  { stream, ...body }: PromptBody,
  { waitSeconds, applied }: Preference,
  request: Pick<ApiRequest<'createPrompt'>, 'principal' | 'requestId' | 'baseUrl'>,
  ports: ApiPorts,
): Promise<ApiResponse> => {
  if (stream) {
    const message = 'A stream is answered at once: leave out "stream", or the header Prefer.';
    throw new ServiceError('invalid_request', message, { fields: [{ pointer: '/stream', message }] });
  }
  const { principal, requestId } = request;
  const headers = { 'preference-applied': applied };
  const submitted = await submitJob({ body: JobBody.parse(body), principal, requestId }, ports);
  const job = await awaitJob(submitted, waitSeconds * 1000, ports);
  return hasEnded(job) ? endedAnswer(job, headers, ports) : queuedAnswer(job, request, headers);
};
