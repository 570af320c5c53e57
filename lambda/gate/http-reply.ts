import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Reply } from './reply.ts';

/** An answer of an HTTP server. */
export const httpReply = (response: ServerResponse): Reply => ({
  get hasBegun() {
    return response.headersSent;
  },
  get isClosed() {
    return response.destroyed;
  },
  begin: (status, headers) => void response.writeHead(status, headers),
  write: async (chunk, signal) => {
    if (!response.write(chunk)) await once(response, 'drain', { signal });
  },
  end: (rest) => void response.end(rest),
  breakOff: () => response.socket?.destroySoon(),
  onClose: (listener) => void response.once('close', listener),
});
