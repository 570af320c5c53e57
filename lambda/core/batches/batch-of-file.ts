import { ServiceError } from '#core/errors/service-error.ts';
import { findUploaded } from '#core/files/find-file.ts';
import type { Batch } from './batch.ts';
import { type BatchOrder, type CreateBatchPorts, newBatch } from './new-batch.ts';
import { startBatch } from './start-batch.ts';

/**
 * Makes a batch of a file of requests.
 *
 * @throws ServiceError `not_found`, `conflict`, `invalid_request`, `request_too_large` for a file that cannot be its input;
 *   what `startBatch` throws.
 */
export const batchOfFile = async (fileId: string, order: BatchOrder, ports: CreateBatchPorts): Promise<Batch> => {
  const { id, purpose, bytes } = await findUploaded(order.maker.principal.tenantId, fileId, ports);
  if (purpose !== 'batch') {
    const message = `The file "${id}" is the output of a batch, not the input of one.`;
    throw new ServiceError('invalid_request', message, { fields: [{ pointer: '/input_file_id', message }] });
  }
  const { maxBatchBytes } = ports.settings;
  if (bytes > maxBatchBytes) {
    throw new ServiceError('request_too_large', `A batch may have up to ${maxBatchBytes} bytes here, not ${bytes}.`);
  }
  return startBatch({ ...newBatch(order, ports), inputFileId: id }, ports);
};
