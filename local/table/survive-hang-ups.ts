import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/**
 * Gives the server's listener only requests that have arrived whole.
 *
 * dynalite throws what goes wrong with a request where nothing can catch it: one caller that hung up in the middle of
 * its request would end this process. https://github.com/architect/dynalite/blob/main/index.js (`req.on('error'`)
 */
export const surviveHangUps = (server: Server): void => {
  const listeners = server.listeners('request') as RequestListener[];
  server.removeAllListeners('request');
  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request).catch(() => undefined);
    if (!body) return;
    const { method, url, headers } = request;
    const whole = Object.assign(Readable.from([body]), { method, url, headers }) as unknown as IncomingMessage;
    for (const listener of listeners) listener(whole, response);
  });
};
