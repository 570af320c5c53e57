import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import type { FileStore } from './file-store.ts';
import type { ObjectStore } from './object-store.ts';
import type { StoredFile } from './stored-file.ts';

/** What keeping files needs of the world. */
export interface FilePorts {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly settings: Pick<Settings, 'retentionDays' | 'maxBatchBytes'>;
  readonly clock: Clock;
  readonly newId: (prefix: string, atMs: number) => string;
}

/** A file to be made. */
export interface FileOrder extends Pick<StoredFile, 'tenantId' | 'filename' | 'purpose' | 'bytes'> {
  readonly lifetimeSeconds: number;
}

const checkSize = (bytes: number, most: number): void => {
  if (bytes <= most) return;
  const message = `${bytes} bytes, at most ${most}`;
  throw new ServiceError('request_too_large', `A file may have up to ${most} bytes here, not ${bytes}. Split it.`, {
    fields: [{ pointer: '/bytes', message }],
  });
};

/**
 * The record of a new file.
 *
 * @throws ServiceError `request_too_large`
 */
export const newFile = (
  { lifetimeSeconds, ...order }: FileOrder,
  isUploaded: boolean,
  ports: FilePorts,
): StoredFile => {
  checkSize(order.bytes, ports.settings.maxBatchBytes);
  const createdAtMs = ports.clock();
  const expiresAtSeconds = Math.floor(createdAtMs / 1000) + lifetimeSeconds;
  return { ...order, id: ports.newId('file', createdAtMs), isUploaded, createdAtMs, expiresAtSeconds };
};
