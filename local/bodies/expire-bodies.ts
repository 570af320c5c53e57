import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Deletes the files under the folder that were last written before then, as the bucket's lifecycle rule does on AWS. */
export const expireBodies = async (folder: string, writtenBeforeMs: number): Promise<void> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const isOld = (await stat(path)).mtimeMs < writtenBeforeMs;
    if (isOld) await rm(path, { force: true });
  }
};
