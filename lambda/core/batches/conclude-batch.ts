import type { PublishEvent } from '#core/events/service-event.ts';
import type { ObjectStore } from '#core/files/object-store.ts';
import type { Batch } from './batch.ts';
import { batchEndedEvent } from './batch-ended-event.ts';
import { inputKey } from './batch-objects.ts';
import type { BatchStore } from './batch-store.ts';
import { closedBatch, hasBatchEnded } from './batch-transitions.ts';
import { changeBatch } from './change-batch.ts';

/** What the end of a batch needs of the world. */
export interface ConcludeBatchPorts {
  readonly batches: BatchStore;
  readonly objects: Pick<ObjectStore, 'delete'>;
  readonly publishEvent: PublishEvent;
}

/**
 * Tells webhooks that a batch has ended, and deletes its copy of its requests. Safe to repeat.
 *
 * @returns the batch as it now stands.
 */
export const concludeBatch = async (batch: Batch, ports: ConcludeBatchPorts): Promise<Batch> => {
  if (!hasBatchEnded(batch) || batch.checkAtMs === undefined) return batch;
  await ports.publishEvent(batchEndedEvent(batch), batch.webhookUrl);
  await ports.objects.delete(inputKey(batch.id));
  return changeBatch(batch, closedBatch, ports.batches);
};
