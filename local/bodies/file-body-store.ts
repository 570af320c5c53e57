import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import type { BodyStore } from '#core/prompts/body-store.ts';

/** Stands for the bucket: keeps bodies as files under a folder, readable by their owner only. */
export const createFileBodyStore = (folder: string): BodyStore => {
  const pathOf = (key: string): string => {
    const path = resolve(folder, key);
    if (!path.startsWith(resolve(folder) + sep)) throw new Error(`the key "${key}" leads out of the body store`);
    return path;
  };

  return {
    put: async (key, text) => {
      const path = pathOf(key);
      const draft = `${path}.${randomUUID()}.draft`;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // Renamed when whole: a reader never sees half a body, whenever this process is killed.
      await writeFile(draft, text, { mode: 0o600, flush: true });
      await rename(draft, path);
    },
    get: async (key) => readFile(pathOf(key), 'utf8'),
    delete: async (key) => {
      await rm(pathOf(key), { force: true });
    },
  };
};
