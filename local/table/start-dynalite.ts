import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import dynalite from 'dynalite';
import { surviveHangUps } from './survive-hang-ups.ts';

/** A DynamoDB API on loopback. */
export interface Dynalite {
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Starts DynamoDB's API in this process, on loopback.
 *
 * @param folder where it keeps its data; `undefined`: in memory. The caller has locked it: dynalite ends the process
 *   if it cannot open its files.
 */
export const startDynalite = async (folder?: string): Promise<Dynalite> => {
  if (folder !== undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
  const server = dynalite({ ...(folder !== undefined && { path: folder }), createTableMs: 0 });
  surviveHangUps(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = promisify(server.close.bind(server));
  return { endpoint: `http://127.0.0.1:${port}`, close: () => stop() };
};
