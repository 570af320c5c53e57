import { randomUUID } from 'node:crypto';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Serve } from '#local/gateway/create-gateway.ts';
import { sendProblem } from '#local/gateway/send-problem.ts';
import { isIssuerUrl } from '#local/issuer/serve-issuer.ts';
import { isObjectUrl } from '#local/objects/object-links.ts';
import type { Pending } from './pending.ts';

export interface FrontDoorPorts {
  readonly gateway: Serve;
  readonly issuer: Serve | undefined;
  /** Serves the URLs of objects, as S3 does on AWS. */
  readonly objects: Serve;
  /** Notes each request as under way until it is answered. */
  readonly pending: Pending;
  readonly allowedOrigin: string;
}

/** What all requests come through. */
export interface FrontDoor {
  readonly serve: Serve;
  /** Lets no further request in; those that are come to their end. */
  close(): void;
}

/** Takes requests to the issuer, to the objects or to the gateway. */
export const createFrontDoor = ({ gateway, issuer, objects, pending, allowedOrigin }: FrontDoorPorts): FrontDoor => {
  let isClosed = false;

  const find = (url: string): Serve => {
    if (issuer && isIssuerUrl(url)) return issuer;
    return isObjectUrl(url) ? objects : gateway;
  };

  const refuse: Serve = async (incoming, response) => {
    const error = new ServiceError('unavailable', 'The service is stopping. Retry in a few seconds.', {
      retryAfterSeconds: 5,
      headers: { connection: 'close' },
    });
    sendProblem(response, error, { requestId: randomUUID(), instance: incoming.url ?? '', allowedOrigin });
  };

  return {
    serve: async (incoming, response) => {
      if (isClosed) return refuse(incoming, response);
      const serve = find(incoming.url ?? '');
      pending.add(response);
      try {
        await serve(incoming, response);
      } finally {
        pending.delete(response);
      }
    },
    close: () => {
      isClosed = true;
    },
  };
};
