import type { Clock } from '#core/clock.ts';
import type { FileStore } from '#core/files/file-store.ts';
import type { StoredFile } from '#core/files/stored-file.ts';
import { pageById } from './page-by-id.ts';

/** Stands in for the table: keeps the records of files in memory. */
export const createMemoryFileStore = (clock: Clock): FileStore => {
  const files = new Map<string, StoredFile>();
  const expiryMsOf = new Map<string, number>();

  const find = (tenantId: string, id: string): StoredFile | undefined => {
    const file = files.get(id);
    return file?.tenantId === tenantId && file.expiresAtSeconds * 1000 > clock() ? file : undefined;
  };

  return {
    create: async (file) => {
      expiryMsOf.set(file.id, file.expiresAtSeconds * 1000);
      if (files.has(file.id)) return false;
      files.set(file.id, file);
      return true;
    },
    get: async (tenantId, id) => find(tenantId, id),
    list: async (tenantId, { purpose, ...query }) => {
      const mine = [...files.values()].filter(({ id }) => find(tenantId, id));
      return pageById(
        mine.filter((file) => purpose === undefined || file.purpose === purpose),
        query,
      );
    },
    markUploaded: async (tenantId, id) => {
      const file = find(tenantId, id);
      if (file) files.set(id, { ...file, isUploaded: true });
    },
    delete: async (tenantId, id) => (find(tenantId, id) ? files.delete(id) : false),
    async *listExpired(beforeMs) {
      for (const [id, expiresAtMs] of [...expiryMsOf]) if (expiresAtMs < beforeMs) yield id;
    },
    forgetBytes: async (id) => {
      expiryMsOf.delete(id);
    },
  };
};
