import type { Batch } from './batch.ts';
import type { BatchBody } from './batch-body.ts';
import { batchOfFile } from './batch-of-file.ts';
import type { BatchMaker, CreateBatchPorts } from './new-batch.ts';

/**
 * Makes a batch as OpenAI's API does.
 *
 * @throws ServiceError what `batchOfFile` and `newBatch` throw.
 */
export const createBatch = async (body: BatchBody, maker: BatchMaker, ports: CreateBatchPorts): Promise<Batch> => {
  const { input_file_id, endpoint, output_expires_after: output, metadata, webhook_url: webhookUrl } = body;
  const outputLifetime = output && { seconds: output.seconds, pointer: '/output_expires_after/seconds' };
  return batchOfFile(
    input_file_id,
    { dialect: 'openai', endpoint, metadata, webhookUrl, outputLifetime, maker },
    ports,
  );
};
