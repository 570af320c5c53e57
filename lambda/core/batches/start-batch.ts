import { sendOrTakeBack } from '#core/queue/send-or-take-back.ts';
import type { Batch } from './batch.ts';
import { inputKey } from './batch-objects.ts';
import type { CreateBatchPorts } from './new-batch.ts';

/** Takes back a batch whose message could not be sent. @returns the batch, if a worker has it although that failed. */
const takeBack = async (batch: Batch, { batches, objects }: CreateBatchPorts): Promise<Batch | undefined> => {
  if (!(await batches.delete(batch))) return batches.get(batch.tenantId, batch.id);
  await objects.delete(inputKey(batch.id));
  return undefined;
};

/**
 * Stores a batch and queues it: from here on it comes to an end, whatever dies.
 *
 * @throws ServiceError `unavailable` if it could not be queued: then it is not there, nor its copy of its requests.
 */
export const startBatch = async (batch: Batch, ports: CreateBatchPorts): Promise<Batch> => {
  const { tenantId, id: batchId } = batch;
  await ports.batches.create(batch);
  return sendOrTakeBack(
    batch,
    () => ports.queue.send([{ kind: 'batch', tenantId, batchId }]),
    () => takeBack(batch, ports),
  );
};
