import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
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
  const path = join(folder, 'lock');
  try {
    return await hold(path);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE') throw new StartError(`DATA_DIR ${folder} cannot be locked: ${message}.`, { cause });
    if (await isListening(path)) {
      const remedy = 'Stop that one, or set DATA_DIR to a folder of its own.';
      throw new StartError(`${folder} is in use by another headless-claude. ${remedy}`, { cause });
    }
  }
  await rm(path, { force: true });
  return hold(path);
};

const hold = async (path: string): Promise<() => Promise<void>> => {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  server.listen(path);
  await once(server, 'listening');
  return () => new Promise((resolve) => server.close(() => resolve()));
};

const isListening = (path: string): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(path);
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
};
