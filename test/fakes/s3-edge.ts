import { text } from 'node:stream/consumers';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

/** A stand-in for S3 that a test may look into. */
export interface S3Edge extends LoopbackServer {
  /** By path, which begins with the bucket. */
  readonly objects: Map<string, string>;
}

const NO_SUCH_KEY = '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>';

/** Stands in for Amazon S3: objects in memory, one bucket, no signatures. */
export const startS3Edge = async (): Promise<S3Edge> => {
  const objects = new Map<string, string>();
  const server = await startLoopbackServer(async (request, response) => {
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
  return { ...server, objects };
};
