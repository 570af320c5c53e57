import { maybeInstant } from '#core/time/maybe-instant.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import type { Batch } from './batch.ts';

/** A batch as webhooks are told of it, whichever API it was made by: never a request or an answer. */
export const toBatchSummaryJson = (batch: Batch) => ({
  id: batch.id,
  object: 'batch',
  tenant_id: batch.tenantId,
  status: batch.status,
  endpoint: batch.endpoint,
  request_counts: { total: batch.total, ...batch.counts },
  cost_usd: toUsd(batch.costMicroUsd),
  metadata: batch.metadata,
  input_file_id: batch.inputFileId ?? null,
  output_file_id: batch.outputFileId ?? null,
  error_file_id: batch.errorFileId ?? null,
  created_at: toInstant(batch.createdAtMs),
  ended_at: maybeInstant(batch.endedAtMs),
});
