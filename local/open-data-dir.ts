import { chmod, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { checkDataFormat } from './check-data-format.ts';
import { isFolder } from './is-folder.ts';
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
 * @throws StartError if that cannot be done, or if another version has written to it what this one cannot read.
 */
export const openDataDir = async (path: string): Promise<DataDir> => {
  const dataDir = resolve(path);
  try {
    await makeFolder(dataDir);
    await chmod(dataDir, 0o700);
  } catch (cause) {
    throw new StartError(`DATA_DIR ${dataDir} cannot be used: ${(cause as Error).message}.`, { cause });
  }
  const unlock = await lockFolder(dataDir);
  try {
    await checkDataFormat(dataDir);
  } catch (error) {
    await unlock();
    throw error;
  }
  return { dataDir, unlock };
};

/** Not by the recursive `mkdir` of Node, which never returns where a folder is there but takes none, such as /proc. */
const makeFolder = async (path: string): Promise<void> => {
  if (await isFolder(path)) return;
  await makeFolder(dirname(path));
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have made it meanwhile.
    if (!(await isFolder(path))) throw error;
  }
};
