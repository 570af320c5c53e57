import { z } from 'zod';
import { ResponseUsage, toResponseUsage } from '#core/dialects/openai/responses/response-usage.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import { type Batch, BatchEndpoint, endedLines, InputProblem } from './batch.ts';
import { hasBatchEnded } from './batch-transitions.ts';

const seconds = z.int().nullable().meta({ description: 'Unix seconds' });

/** Why a batch failed, in either API. */
export const BatchErrors = z.object({ object: z.literal('list'), data: z.array(InputProblem) });

/** A batch in the words of OpenAI's API: https://platform.openai.com/docs/api-reference/batch/object */
export const BatchJson = z.object({
  id: z.string(),
  object: z.literal('batch'),
  endpoint: BatchEndpoint,
  errors: BatchErrors.nullable(),
  input_file_id: z.string(),
  completion_window: z.literal('24h'),
  status: z.enum([
    ...(['validating', 'in_progress', 'finalizing', 'cancelling'] as const),
    ...(['completed', 'failed', 'cancelled', 'expired'] as const),
  ]),
  output_file_id: z.string().nullable(),
  error_file_id: z.string().nullable(),
  created_at: z.int(),
  in_progress_at: seconds,
  expires_at: z.int(),
  finalizing_at: seconds,
  completed_at: seconds,
  failed_at: seconds,
  expired_at: seconds,
  cancelling_at: seconds,
  cancelled_at: seconds,
  request_counts: z.object({ total: z.int(), completed: z.int(), failed: z.int() }),
  usage: ResponseUsage.nullable(),
  cost_usd: z.number().meta({ description: 'Of the lines that have ended.' }),
  metadata: z.record(z.string(), z.string()),
  webhook_url: z.string().nullable(),
});
type BatchJson = z.infer<typeof BatchJson>;

const toSeconds = (ms: number): number => Math.floor(ms / 1000);

const statusOf = ({ status, stop }: Batch): BatchJson['status'] => {
  if (status === 'canceled') return 'cancelled';
  const isCanceling = stop === 'canceled' && !hasBatchEnded({ status });
  return isCanceling ? 'cancelling' : status;
};

/** Why the batch failed, if it did. */
export const toBatchErrors = ({ status, problems }: Batch): z.infer<typeof BatchErrors> | null =>
  status === 'failed' ? { object: 'list', data: problems } : null;

/** The batch in the words of OpenAI's API; its output files once they are there. */
export const toBatchJson = (batch: Batch): BatchJson => {
  const { status, counts, total } = batch;
  const hasEnded = hasBatchEnded(batch);
  const endedAs = (ending: Batch['status']) =>
    status === ending && batch.endedAtMs !== undefined ? toSeconds(batch.endedAtMs) : null;
  const maybe = (ms: number | undefined) => (ms === undefined ? null : toSeconds(ms));
  return {
    id: batch.id,
    object: 'batch',
    endpoint: batch.endpoint,
    errors: toBatchErrors(batch),
    input_file_id: batch.inputFileId ?? '',
    completion_window: '24h',
    status: statusOf(batch),
    output_file_id: (hasEnded && batch.outputFileId) || null,
    error_file_id: (hasEnded && batch.errorFileId) || null,
    created_at: toSeconds(batch.createdAtMs),
    in_progress_at: maybe(batch.startedAtMs),
    expires_at: toSeconds(batch.startBeforeMs),
    finalizing_at: maybe(batch.finalizingAtMs),
    completed_at: endedAs('completed'),
    failed_at: endedAs('failed'),
    expired_at: endedAs('expired'),
    cancelling_at: maybe(batch.cancelRequestedAtMs),
    cancelled_at: endedAs('canceled'),
    request_counts: { total, completed: counts.succeeded, failed: endedLines(counts) - counts.succeeded },
    usage: batch.usage ? toResponseUsage(batch.usage) : null,
    cost_usd: toUsd(batch.costMicroUsd),
    metadata: batch.metadata,
    webhook_url: batch.webhookUrl ?? null,
  };
};
