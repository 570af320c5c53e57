import type { Batch } from './batch.ts';
import type { CreateBatchPorts } from './new-batch.ts';

/**
 * Stores a batch and queues it: from here on it comes to an end, whatever dies.
 *
 * @throws ServiceError `unavailable` if it could not be queued: then it is not there.
 */
export const startBatch = async (batch: Batch, { batches, queue }: CreateBatchPorts): Promise<Batch> => {
  await batches.create(batch);
  try {
    await queue.send([{ kind: 'batch', tenantId: batch.tenantId, batchId: batch.id }]);
  } catch (error) {
    await batches.delete(batch);
    throw error;
  }
  return batch;
};
