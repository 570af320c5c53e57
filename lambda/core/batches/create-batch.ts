import type { Principal } from '#core/auth/principal.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { askedLifetimeSeconds, fileLifetimeSeconds } from '#core/files/file-lifetime.ts';
import type { FileStore } from '#core/files/file-store.ts';
import { findUploaded } from '#core/files/find-file.ts';
import type { ObjectStore } from '#core/files/object-store.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import type { Settings } from '#core/settings.ts';
import { checkWebhookUrl } from '#core/webhooks/check-webhook-url.ts';
import type { AddressPolicy } from '#core/webhooks/is-allowed-address.ts';
import { type Batch, type BatchDialect, type BatchEndpoint, NO_LINES_COUNTED } from './batch.ts';
import type { BatchBody } from './batch-body.ts';
import { inputKey } from './batch-objects.ts';
import type { BatchStore } from './batch-store.ts';
import { workedOn } from './batch-transitions.ts';
import { FILE_START } from './byte-lines.ts';
import type { MessageBatchBody } from './message-batch-body.ts';

/** What making a batch needs of the world. */
export interface CreateBatchPorts {
  readonly batches: BatchStore;
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly queue: WorkQueue;
  readonly settings: Settings;
  readonly addressPolicy: AddressPolicy;
  readonly clock: () => number;
  readonly newId: (prefix: string, atMs: number) => string;
}

/** Who makes a batch, and under which request id. */
interface Maker {
  readonly principal: Principal;
  readonly requestId: string;
}

/** What it is to be, in either API. */
interface Wishes {
  readonly dialect: BatchDialect;
  readonly endpoint: BatchEndpoint;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly webhook_url?: string | undefined;
  readonly outputSeconds?: number | undefined;
}

const DAY_MS = 86_400_000;

const refuse = (field: string, message: string): never => {
  throw new ServiceError('invalid_request', message, { fields: [{ pointer: `/${field}`, message }] });
};

const newBatch = (wishes: Wishes, { principal, requestId }: Maker, ports: CreateBatchPorts): Batch => {
  const { settings, clock, newId } = ports;
  const nowMs = clock();
  const { kind, id, tenantId, scopes } = principal;
  const { dialect, endpoint, metadata, webhook_url: webhookUrl } = wishes;
  if (webhookUrl !== undefined) checkWebhookUrl(webhookUrl, ports.addressPolicy, '/webhook_url');
  const batch: Batch = {
    id: newId(dialect === 'anthropic' ? 'msgbatch' : 'batch', nowMs),
    tenantId,
    owner: { kind, id, tenantId, scopes: [...scopes] },
    requestId,
    dialect,
    endpoint,
    metadata: { ...metadata },
    ...(webhookUrl !== undefined && { webhookUrl }),
    outputSeconds: askedLifetimeSeconds(wishes.outputSeconds, settings),
    status: 'validating',
    total: 0,
    next: FILE_START,
    counts: NO_LINES_COUNTED,
    costMicroUsd: 0,
    problems: [],
    createdAtMs: nowMs,
    startBeforeMs: nowMs + DAY_MS,
    expiresAtSeconds: Math.floor(nowMs / 1000) + fileLifetimeSeconds(settings),
    version: 1,
  };
  return workedOn(batch, nowMs);
};

/** From here on it comes to an end, whatever dies. If it cannot be queued it is not there. */
const start = async (batch: Batch, { batches, queue }: CreateBatchPorts): Promise<Batch> => {
  await batches.create(batch);
  try {
    await queue.send([{ kind: 'batch', tenantId: batch.tenantId, batchId: batch.id }]);
  } catch (error) {
    await batches.delete(batch);
    throw error;
  }
  return batch;
};

const ofFile = async (fileId: string, wishes: Wishes, maker: Maker, ports: CreateBatchPorts): Promise<Batch> => {
  const { id, purpose, bytes } = await findUploaded(maker.principal.tenantId, fileId, ports);
  if (purpose !== 'batch') refuse('input_file_id', `The file "${id}" is the output of a batch, not the input of one.`);
  const { maxBatchBytes } = ports.settings;
  if (bytes > maxBatchBytes) {
    throw new ServiceError('request_too_large', `A batch may have up to ${maxBatchBytes} bytes here, not ${bytes}.`);
  }
  return start({ ...newBatch(wishes, maker, ports), inputFileId: id }, ports);
};

/**
 * Makes a batch as OpenAI's API does.
 *
 * @throws ServiceError `not_found`, `conflict`, `invalid_request` for a file that cannot be its input; `unavailable`.
 */
export const createBatch = async (body: BatchBody, maker: Maker, ports: CreateBatchPorts): Promise<Batch> => {
  const { input_file_id, endpoint, output_expires_after, metadata, webhook_url } = body;
  const outputSeconds = output_expires_after?.seconds;
  return ofFile(input_file_id, { dialect: 'openai', endpoint, metadata, webhook_url, outputSeconds }, maker, ports);
};

const toLines = async function* (requests: NonNullable<MessageBatchBody['requests']>) {
  const encoder = new TextEncoder();
  for (const request of requests) yield encoder.encode(`${JSON.stringify(request)}\n`);
};

/**
 * Makes a batch as Anthropic's API does: of the requests themselves, or of a file of them.
 *
 * @throws ServiceError `invalid_request` for too many requests, or what `createBatch` throws.
 */
export const createMessageBatch = async (
  { requests, input_file_id = '', metadata, webhook_url }: MessageBatchBody,
  maker: Maker,
  ports: CreateBatchPorts,
): Promise<Batch> => {
  const wishes = { dialect: 'anthropic', endpoint: '/v1/messages', metadata, webhook_url } as const;
  if (!requests) return ofFile(input_file_id, wishes, maker, ports);
  const { objects, settings } = ports;
  if (requests.length > settings.maxBatchLines) {
    refuse('requests', `A batch may have up to ${settings.maxBatchLines} requests here, not ${requests.length}.`);
  }
  const batch = newBatch(wishes, maker, ports);
  await objects.write(inputKey(batch.id), toLines(requests));
  // They were checked with the request.
  return start({ ...batch, status: 'in_progress', total: requests.length, startedAtMs: batch.createdAtMs }, ports);
};
