import { ServiceError } from '#core/errors/service-error.ts';
import type { Batch } from './batch.ts';
import { inputKey } from './batch-objects.ts';
import { batchOfFile } from './batch-of-file.ts';
import type { MessageBatchBody } from './message-batch-body.ts';
import { type BatchMaker, type CreateBatchPorts, newBatch } from './new-batch.ts';
import { startBatch } from './start-batch.ts';

type Requests = NonNullable<MessageBatchBody['requests']>;

const checkNumber = ({ length }: Requests, most: number): void => {
  if (length <= most) return;
  const message = `A batch may have up to ${most} requests here, not ${length}.`;
  throw new ServiceError('invalid_request', message, { fields: [{ pointer: '/requests', message }] });
};

const toLines = async function* (requests: Requests): AsyncGenerator<Uint8Array, void, void> {
  const encoder = new TextEncoder();
  for (const request of requests) yield encoder.encode(`${JSON.stringify(request)}\n`);
};

/**
 * Makes a batch as Anthropic's API does: of the requests themselves, or of a file of them.
 *
 * @throws ServiceError `invalid_request` for too many requests, or what `batchOfFile` throws.
 */
export const createMessageBatch = async (
  { requests, input_file_id = '', metadata, webhook_url: webhookUrl }: MessageBatchBody,
  maker: BatchMaker,
  ports: CreateBatchPorts,
): Promise<Batch> => {
  const order = { dialect: 'anthropic', endpoint: '/v1/messages', metadata, webhookUrl, maker } as const;
  if (!requests) return batchOfFile(input_file_id, order, ports);
  checkNumber(requests, ports.settings.maxBatchLines);
  const batch = newBatch(order, ports);
  await ports.objects.write(inputKey(batch.id), toLines(requests));
  // They were checked with the request.
  const checked = { status: 'in_progress', total: requests.length, startedAtMs: batch.createdAtMs } as const;
  return startBatch({ ...batch, ...checked }, ports);
};
