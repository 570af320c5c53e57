import { text } from 'node:stream/consumers';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

const NO_SUCH_KEY = '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>';

/** Stands in for Amazon S3: objects by path in memory, one bucket, no signatures. */
export const startS3Edge = (): Promise<LoopbackServer> => {
  const objects = new Map<string, string>();
  return startLoopbackServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    if (request.method === 'PUT') {
      objects.set(path, await text(request));
      response.end();
    } else if (request.method === 'DELETE') {
      objects.delete(path);
      response.writeHead(204).end();
    } else {
      const body = objects.get(path);
      if (body === undefined) response.writeHead(404, { 'content-type': 'application/xml' }).end(NO_SUCH_KEY);
      else response.end(body);
    }
  });
};
