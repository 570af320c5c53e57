import { randomUUID } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

/** The text of a file, or `undefined` if there is no such file. */
export const readPrivateFile = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
};

/**
 * Writes a file that only its owner may read (0600), in one step: nobody ever sees half of it, whenever this process
 * is killed.
 */
export const writePrivateFile = async (path: string, text: string): Promise<void> => {
  const draft = `${path}.${randomUUID()}.draft`;
  await writeFile(draft, text, { mode: 0o600, flush: true });
  await rename(draft, path);
};
