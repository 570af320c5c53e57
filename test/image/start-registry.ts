import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { eventually } from './eventually.ts';

/** A container registry on loopback, without TLS and without accounts. */
export interface Registry {
  /** Host and port. */
  readonly address: string;
  close(): Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

/** Starts Debian's docker-registry with its files in that directory. */
export const startRegistry = async (directory: string): Promise<Registry> => {
  const address = `127.0.0.1:${await freePort()}`;
  const configuration = {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(directory, 'registry') } },
    http: { addr: address },
  };
  const file = join(directory, 'registry.json');
  // JSON is YAML, which it reads.
  await writeFile(file, JSON.stringify(configuration));
  const child = execa('docker-registry', ['serve', file], { reject: false, stdin: 'ignore' });
  await eventually(
    () =>
      fetch(`http://${address}/v2/`).then(
        ({ ok }) => ok,
        () => false,
      ),
    (isUp) => isUp,
  );
  return {
    address,
    async close() {
      child.kill();
      await child;
    },
  };
};
