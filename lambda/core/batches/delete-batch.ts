import { ServiceError } from '#core/errors/service-error.ts';
import type { Batch } from './batch.ts';
import { deletedBatch, hasBatchEnded } from './batch-transitions.ts';
import type { ChangeBatchPorts } from './cancel-batch.ts';
import { changeBatch } from './change-batch.ts';
import { type ConcludeBatchPorts, concludeBatch } from './conclude-batch.ts';

/**
 * Deletes a batch that has ended: it is gone at once, its results, its lines and their prompts soon after.
 *
 * @throws ServiceError `conflict` while it has not ended.
 */
export const deleteBatch = async (batch: Batch, ports: ChangeBatchPorts & ConcludeBatchPorts): Promise<void> => {
  const { tenantId, id: batchId } = batch;
  if (!hasBatchEnded(batch)) {
    throw new ServiceError('conflict', `The batch ${batchId} has not ended. Cancel it, and delete it once it has.`);
  }
  const concluded = await concludeBatch(batch, ports);
  const nowMs = ports.clock();
  await changeBatch(concluded, (latest) => deletedBatch(latest, nowMs), ports.batches);
  await ports.queue.send([{ kind: 'batch', tenantId, batchId }]);
};
