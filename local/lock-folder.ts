import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from './start-error.ts';

/**
 * Takes a folder for this process alone.
 *
 * By a socket, not by a file with a process id: nobody listens on it any more when its owner has died in whatever way,
 * while ids are given again, in containers always the same. The lock of the table's files does not do: dynalite takes
 * it unasked and fails where nobody can catch it.
 *
 * @returns what gives the folder back.
 * @throws StartError if another process has it, or if its file system has no sockets.
 */
export const lockFolder = async (folder: string): Promise<() => Promise<void>> => {
  try {
    return await hold(folder);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE') throw new StartError(`DATA_DIR ${folder} cannot be locked: ${message}.`, { cause });
    if (await isHeld(folder)) {
      const remedy = 'Stop that one, or set DATA_DIR to a folder of its own.';
      throw new StartError(`${folder} is in use by another headless-claude. ${remedy}`, { cause });
    }
  }
  await removeSocket(folder);
  return hold(folder);
};

const NAME = 'lock';

const removeSocket = (folder: string): Promise<void> => rm(join(folder, NAME), { force: true });

const hold = async (folder: string): Promise<() => Promise<void>> => {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  await withShortPath(folder, async (path) => {
    server.listen(path);
    await once(server, 'listening');
  });
  return async () => {
    // Before it is closed: afterwards it might be the next owner's.
    await removeSocket(folder);
    await new Promise((resolve) => server.close(resolve));
  };
};

const isHeld = (folder: string): Promise<boolean> =>
  withShortPath(folder, async (path) => {
    const socket = connect(path);
    try {
      await once(socket, 'connect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  });

/**
 * Lends a short path to the folder's socket, through a link: a socket's path has at most 103 bytes on macOS, 107 on
 * Linux. The socket itself stays in the folder, where whoever comes to it by another path finds it too.
 */
const withShortPath = async <Result>(folder: string, use: (path: string) => Promise<Result>): Promise<Result> => {
  const directory = await mkdtemp(join(tmpdir(), 'lock-'));
  try {
    const link = join(directory, 'to');
    await symlink(folder, link);
    return await use(join(link, NAME));
  } finally {
    await rm(directory, { recursive: true });
  }
};
