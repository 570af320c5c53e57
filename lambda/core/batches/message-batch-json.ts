import { z } from 'zod';
import { maybeInstant } from '#core/time/maybe-instant.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import { type Batch, NO_LINES_COUNTED } from './batch.ts';
import { BatchErrors, toBatchErrors } from './batch-json.ts';
import { hasBatchEnded } from './batch-transitions.ts';

const instant = z.iso.datetime();
const count = z.int();

/** A batch in the words of Anthropic's API: https://docs.anthropic.com/en/api/retrieving-message-batches */
export const MessageBatchJson = z.object({
  id: z.string(),
  type: z.literal('message_batch'),
  processing_status: z.enum(['in_progress', 'canceling', 'ended']),
  request_counts: z
    .object({ processing: count, succeeded: count, errored: count, canceled: count, expired: count })
    .meta({ description: 'All are `processing` until the batch has ended.' }),
  created_at: instant,
  expires_at: instant,
  cancel_initiated_at: instant.nullable(),
  ended_at: instant.nullable(),
  archived_at: z.null(),
  results_url: z.string().nullable(),
  errors: BatchErrors.nullable().meta({ description: 'Why the input file could not be run, if it could not.' }),
  input_file_id: z.string().nullable(),
  cost_usd: z.number().meta({ description: 'Of the requests that have ended.' }),
  metadata: z.record(z.string(), z.string()),
  webhook_url: z.string().nullable(),
});
type MessageBatchJson = z.infer<typeof MessageBatchJson>;

const statusOf = (batch: Batch): MessageBatchJson['processing_status'] => {
  if (hasBatchEnded(batch)) return 'ended';
  return batch.stop === 'canceled' ? 'canceling' : 'in_progress';
};

/**
 * The batch in the words of Anthropic's API.
 *
 * @param baseUrl where this service is: the SDKs ask for results there, with the caller's key.
 */
export const toMessageBatchJson = (batch: Batch, baseUrl: string): MessageBatchJson => {
  const hasEnded = hasBatchEnded(batch);
  const hasResults = hasEnded && batch.status !== 'failed';
  return {
    id: batch.id,
    type: 'message_batch',
    processing_status: statusOf(batch),
    request_counts: hasEnded ? { processing: 0, ...batch.counts } : { processing: batch.total, ...NO_LINES_COUNTED },
    created_at: toInstant(batch.createdAtMs),
    expires_at: toInstant(batch.startBeforeMs),
    cancel_initiated_at: maybeInstant(batch.cancelRequestedAtMs),
    ended_at: maybeInstant(batch.endedAtMs),
    archived_at: null,
    results_url: hasResults ? `${baseUrl}/v1/messages/batches/${batch.id}/results` : null,
    errors: toBatchErrors(batch),
    input_file_id: batch.inputFileId ?? null,
    cost_usd: toUsd(batch.costMicroUsd),
    metadata: batch.metadata,
    webhook_url: batch.webhookUrl ?? null,
  };
};
