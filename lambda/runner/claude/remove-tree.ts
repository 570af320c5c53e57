import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A process being killed may still write a last file. */
const remove = (path: string): Promise<void> =>
  rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });

/** Never through a link: what it points to is not ours to change. */
const makeRemovable = async (directory: string): Promise<void> => {
  await chmod(directory, 0o700);
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await makeRemovable(join(directory, entry.name));
};

/** Removes a directory with all that is in it, also what its owner may not write to; or a file, or a link. */
export const removeTree = async (path: string): Promise<void> => {
  try {
    await remove(path);
  } catch {
    if ((await lstat(path)).isDirectory()) await makeRemovable(path);
    await remove(path);
  }
};
