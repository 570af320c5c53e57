import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { BodyStore } from '#core/prompts/body-store.ts';
import { pathWithin } from '#local/path-within.ts';
import { writePrivateFile } from '#local/private-file.ts';

/** Stands for the bucket: keeps bodies as files under a folder, readable by their owner only. */
export const createFileBodyStore = (folder: string): BodyStore => {
  const pathOf = (key: string): string => pathWithin(folder, key);

  return {
    put: async (key, text) => {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writePrivateFile(path, text);
    },
    get: async (key) => readFile(pathOf(key), 'utf8'),
    delete: async (key) => {
      await rm(pathOf(key), { force: true });
    },
  };
};
