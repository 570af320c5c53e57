import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isFolder } from './is-folder.ts';
import { StartError } from './start-error.ts';

/** To be raised whenever records are written so that they cannot be read as before, or the other way round. */
const DATA_FORMAT = '2';

/** What was written before the format was noted. */
const FIRST_FORMAT = '1';

/**
 * Notes in a data folder how what will be in it is written, unless something is in it already.
 *
 * @throws StartError if that was written by a version of the service that this one does not understand.
 */
export const checkDataFormat = async (dataDir: string): Promise<void> => {
  const path = join(dataDir, 'format');
  if (!(await isFolder(join(dataDir, 'table')))) {
    await writeFile(path, DATA_FORMAT);
    return;
  }
  const found = await readFile(path, 'utf8').catch(() => FIRST_FORMAT);
  if (found.trim() === DATA_FORMAT) return;
  const remedy = 'Set DATA_DIR to another folder, or delete this one with all that is stored in it.';
  throw new StartError(`${dataDir} was written by another version of headless-claude, in another format. ${remedy}`);
};
