import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { Upstream } from '#core/runs/run-request.ts';
import { SECRET_KEY } from './open-gate.ts';

/** A provider that answers what the stand-in model never would. */
export const startProvider = async (t: TestContext, answer: (response: ServerResponse) => void): Promise<Upstream> => {
  const server = createServer((_, response) => answer(response)).listen(0, '127.0.0.1');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { provider: 'anthropic', baseUrl: `http://127.0.0.1:${port}`, apiKey: SECRET_KEY };
};
