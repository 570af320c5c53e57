import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DIRECTORY_NAME, INSTANCE } from './private-directory.ts';
import { removeTree } from './remove-tree.ts';
import { sweepProcesses } from './sweep-processes.ts';

const isAlive = (processId: number): boolean => {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Whether the service that made the directory has gone: its process, or the one that had our process id before us. */
const isLeftover = (name: string): boolean => {
  const { instance, processId } = DIRECTORY_NAME.exec(name)?.groups ?? {};
  if (instance === undefined || instance === INSTANCE) return false;
  return Number(processId) === process.pid || !isAlive(Number(processId));
};

/** Removes what services that were killed have left in that directory: files, and commands that still run there. */
export const removeLeftovers = async (parent: string): Promise<void> => {
  const names = await readdir(parent);
  for (const name of names.filter(isLeftover)) {
    const directory = join(parent, name);
    await sweepProcesses({ directory });
    await removeTree(directory);
  }
};
