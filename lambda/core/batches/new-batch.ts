import type { Principal } from '#core/auth/principal.ts';
import type { Clock } from '#core/clock.ts';
import { type AskedLifetime, askedLifetimeSeconds, fileLifetimeSeconds } from '#core/files/file-lifetime.ts';
import type { FileStore } from '#core/files/file-store.ts';
import type { ObjectStore } from '#core/files/object-store.ts';
import { ownerOf } from '#core/jobs/owner-of.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';
import type { Settings } from '#core/settings.ts';
import { checkWebhookUrl } from '#core/webhooks/check-webhook-url.ts';
import type { AddressPolicy } from '#core/webhooks/is-allowed-address.ts';
import { type Batch, type BatchDialect, type BatchEndpoint, NO_LINES_COUNTED } from './batch.ts';
import type { BatchStore } from './batch-store.ts';
import { workedOn } from './batch-transitions.ts';
import { FILE_START } from './byte-lines.ts';

/** What making a batch needs of the world. */
export interface CreateBatchPorts {
  readonly batches: BatchStore;
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly queue: WorkQueue;
  readonly settings: Settings;
  readonly addressPolicy: AddressPolicy;
  readonly clock: Clock;
  readonly newId: (prefix: string, atMs: number) => string;
}

/** A batch to be made, in either API, and for whom. */
export interface BatchOrder {
  readonly dialect: BatchDialect;
  readonly endpoint: BatchEndpoint;
  readonly metadata: Readonly<Record<string, string>> | null | undefined;
  readonly webhookUrl: string | undefined;
  /** @default - its output files are kept as long as files are */
  readonly outputLifetime?: AskedLifetime | undefined;
  readonly maker: BatchMaker;
}

/** Who makes a batch, and under which request id. */
export interface BatchMaker {
  readonly principal: Principal;
  readonly requestId: string;
}

const DAY_MS = 86_400_000;

/**
 * The record of a batch whose input is yet to be read.
 *
 * @throws ServiceError `invalid_request` if its output files are to be kept for too long, or its webhook is at an address
 *   that nothing is sent to.
 */
export const newBatch = (order: BatchOrder, ports: CreateBatchPorts): Batch => {
  const { settings, addressPolicy, clock, newId } = ports;
  const nowMs = clock();
  const { dialect, endpoint, metadata, webhookUrl, maker } = order;
  if (webhookUrl !== undefined) checkWebhookUrl(webhookUrl, addressPolicy, '/webhook_url');
  const batch: Batch = {
    id: newId(dialect === 'anthropic' ? 'msgbatch' : 'batch', nowMs),
    tenantId: maker.principal.tenantId,
    owner: ownerOf(maker.principal),
    requestId: maker.requestId,
    dialect,
    endpoint,
    metadata: { ...metadata },
    ...(webhookUrl !== undefined && { webhookUrl }),
    outputSeconds: askedLifetimeSeconds(order.outputLifetime, settings),
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
