import type { Clock } from '#core/clock.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import { sweepEach } from '#core/sweep-each.ts';
import type { BatchStore } from './batch-store.ts';
import { releasedBatch } from './batch-transitions.ts';

/** What sweeping batches needs of the world. */
export interface SweepBatchesPorts {
  readonly batches: BatchStore;
  readonly queue: WorkQueue;
  readonly clock: Clock;
}

/**
 * Queues the batches that a crash left, or that are to expire, of all tenants: whoever takes them further knows which.
 *
 * @param checkBeforeMs only batches to be looked at before then; `Infinity` if nobody else works on any.
 * @returns how many there were.
 * @throws AggregateError after the last, if some could not be queued.
 */
export const sweepBatches = ({ batches, queue, clock }: SweepBatchesPorts, checkBeforeMs: number): Promise<number> =>
  sweepEach(batches.listOpen(checkBeforeMs), async (batch) => {
    // Whoever had it is gone; somebody who changed it since works on it.
    if (!(await batches.replace(releasedBatch(batch, clock())))) return false;
    await queue.send([{ kind: 'batch', tenantId: batch.tenantId, batchId: batch.id }]);
    return true;
  });
