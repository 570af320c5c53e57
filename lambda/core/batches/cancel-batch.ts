import type { Clock } from '#core/clock.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import type { Batch } from './batch.ts';
import type { BatchStore } from './batch-store.ts';
import { hasBatchEnded, stoppedBatch } from './batch-transitions.ts';
import { changeBatch } from './change-batch.ts';

/** What canceling or deleting a batch needs of the world. */
export interface ChangeBatchPorts {
  readonly batches: BatchStore;
  readonly queue: WorkQueue;
  readonly clock: Clock;
}

/**
 * Cancels a batch: lines that wait never start, those that run are stopped within seconds. Safe to repeat; one whose
 * lines have all ended stays as it is.
 *
 * @returns the batch as it now stands.
 */
export const cancelBatch = async (batch: Batch, { batches, queue, clock }: ChangeBatchPorts): Promise<Batch> => {
  const nowMs = clock();
  const stopped = await changeBatch(batch, (latest) => stoppedBatch(latest, 'canceled', nowMs), batches);
  const { tenantId, id: batchId } = stopped;
  if (!hasBatchEnded(stopped)) await queue.send([{ kind: 'batch', tenantId, batchId }]);
  return stopped;
};
