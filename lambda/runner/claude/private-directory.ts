import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { removeTree } from './remove-tree.ts';

/** Where one process keeps everything: no two of them share a file. */
export interface PrivateDirectory {
  readonly root: string;
  readonly home: string;
  readonly temporary: string;
  /** The working directory, empty at first. */
  readonly workspace: string;
  remove(): Promise<void>;
}

/** Names this process among all that ever were: process ids come back, in a container always. */
export const INSTANCE = `${process.pid}-${Math.floor(performance.timeOrigin)}`;

/** What the directories are called, of this process and of others. */
export const DIRECTORY_NAME = /^headless-claude-(?<instance>(?<processId>\d+)-\d+)-\w{6}$/;

/** Makes the directories of a process, inside of `parent`. */
export const createPrivateDirectory = async (parent: string): Promise<PrivateDirectory> => {
  const root = await mkdtemp(join(parent, `headless-claude-${INSTANCE}-`));
  const home = join(root, 'home');
  const temporary = join(root, 'tmp');
  const workspace = join(root, 'workspace');
  await Promise.all([home, temporary, workspace].map((path) => mkdir(path)));
  return {
    root,
    home,
    temporary,
    workspace,
    remove: () => removeTree(root),
  };
};
