import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ServiceError } from '#core/errors/service-error.ts';
import { attachment, JSONL_TYPE } from '#core/files/attachment.ts';
import type { ObjectStore } from '#core/files/object-store.ts';
import type { Serve } from '#local/gateway/create-gateway.ts';
import { sendProblem } from '#local/gateway/send-problem.ts';
import type { ObjectLink, ObjectLinks } from './object-links.ts';

export interface ServeObjectsPorts {
  readonly objects: ObjectStore;
  readonly links: ObjectLinks;
  /** Origin whose pages may read answers. */
  readonly allowedOrigin: string;
  readonly report: (message: string, error: unknown) => void;
}

type LinkTo<M extends ObjectLink['method']> = Extract<ObjectLink, { readonly method: M }>;

/**
 * Serves the links of the object store, as S3 serves presigned URLs: the method and the size of an upload are part of
 * what is signed, so another is refused with 403.
 */
export const serveObjects = ({ objects, links, allowedOrigin, report }: ServeObjectsPorts): Serve => {
  const allowOrigin = { 'access-control-allow-origin': allowedOrigin };

  const receive = async (incoming: IncomingMessage, { key, bytes }: LinkTo<'PUT'>, response: ServerResponse) => {
    if (incoming.headers['content-length'] !== String(bytes)) {
      throw new ServiceError('permission_denied', `This link takes exactly ${bytes} bytes, by their content-length.`);
    }
    await objects.write(key, incoming);
    response.writeHead(200, allowOrigin).end();
  };

  const send = async ({ key, filename }: LinkTo<'GET'>, response: ServerResponse) => {
    const bytes = await objects.sizeBytes(key);
    if (bytes === undefined) throw new ServiceError('not_found', 'There is nothing here any more.');
    response.writeHead(200, {
      ...allowOrigin,
      'content-type': JSONL_TYPE,
      'content-length': bytes,
      'content-disposition': attachment(filename),
    });
    await pipeline(objects.read(key), response);
  };

  return async (incoming, response) => {
    try {
      const link = await links.read(incoming.url ?? '');
      if (link.method !== incoming.method) {
        throw new ServiceError('permission_denied', `This link is for ${link.method}, not for ${incoming.method}.`);
      }
      if (link.method === 'PUT') await receive(incoming, link, response);
      else await send(link, response);
    } catch (error) {
      // A client that is gone is told nothing, and is no fault of ours.
      if (response.destroyed || incoming.errored) return;
      if (!(error instanceof ServiceError)) report('an object could not be served', error);
      if (response.headersSent) return void response.destroy();
      // A client that is still sending would not see the answer.
      incoming.resume();
      sendProblem(response, error, { requestId: randomUUID(), instance: '/_objects', allowedOrigin });
    }
  };
};
