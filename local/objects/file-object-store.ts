import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '#core/files/object-store.ts';
import { pathWithin } from '#local/path-within.ts';
import type { ObjectLinks } from './object-links.ts';

/** Stands for the bucket: keeps objects as files under a folder, readable by their owner only. */
export const createFileObjectStore = (folder: string, links: ObjectLinks): ObjectStore => {
  const pathOf = (key: string): string => pathWithin(folder, key);
  return {
    write: async (key, chunks) => {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const draft = `${path}.${randomUUID()}.draft`;
      try {
        await pipeline(chunks, createWriteStream(draft, { mode: 0o600, flush: true }));
        await rename(draft, path);
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },

    read: (key, { offsetBytes: start, lengthBytes = Number.POSITIVE_INFINITY } = { offsetBytes: 0 }) =>
      createReadStream(pathOf(key), { start, end: start + lengthBytes - 1 }),

    sizeBytes: async (key) => (await stat(pathOf(key)).catch(() => undefined))?.size,

    delete: async (key) => {
      await rm(pathOf(key), { force: true });
    },

    uploadUrl: ({ key, bytes, expiresInSeconds }) => links.toUrl({ method: 'PUT', key, bytes }, expiresInSeconds),

    downloadUrl: ({ key, filename, expiresInSeconds }) =>
      links.toUrl({ method: 'GET', key, filename }, expiresInSeconds),
  };
};
