import { chmod, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { lockFolder } from './lock-folder.ts';
import { StartError } from './start-error.ts';

/** The folder that holds all data, in use by this process alone. */
export interface DataDir {
  /** Its absolute path. */
  readonly dataDir: string;
  readonly unlock: () => Promise<void>;
}

/**
 * Makes the data folder, unless it is there, readable by its owner only (0700), and takes it for this process.
 *
 * @throws StartError if that cannot be done.
 */
export const openDataDir = async (path: string): Promise<DataDir> => {
  const dataDir = resolve(path);
  try {
    await mkdir(dataDir, { recursive: true });
    await chmod(dataDir, 0o700);
  } catch (cause) {
    throw new StartError(`DATA_DIR ${dataDir} cannot be used: ${(cause as Error).message}.`, { cause });
  }
  return { dataDir, unlock: await lockFolder(dataDir) };
};
