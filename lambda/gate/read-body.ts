import type { IncomingMessage } from 'node:http';

/** The body of a request; `undefined` if it is longer than `maxBytes`, of which no more than that is kept. */
export const readBody = async (incoming: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> => {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) return undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  // The connection must outlive a body that is too long, so that it can be answered.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};
