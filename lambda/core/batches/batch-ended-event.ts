import type { EventType, ServiceEvent } from '#core/events/service-event.ts';
import type { Batch } from './batch.ts';
import { toBatchSummaryJson } from './batch-summary-json.ts';

/** What webhooks are told of the end of a batch: once per batch, and so under an id made of its. */
export const batchEndedEvent = (batch: Batch): ServiceEvent => ({
  id: batch.id.replace(/^.*_/, 'evt_'),
  type: `batch.${batch.status}` as EventType,
  tenantId: batch.tenantId,
  createdAtMs: batch.endedAtMs ?? batch.createdAtMs,
  data: toBatchSummaryJson(batch),
});
