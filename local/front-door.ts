import { randomUUID } from 'node:crypto';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Serve } from '#local/gateway/create-gateway.ts';
import { sendProblem } from '#local/gateway/send-problem.ts';
import { isIssuerUrl } from '#local/issuer/serve-issuer.ts';
import type { Pending } from './pending.ts';

export interface FrontDoorPorts {
  readonly gateway: Serve;
  readonly issuer: Serve | undefined;
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

/** Takes requests to the issuer or to the gateway. */
export const createFrontDoor = ({ gateway, issuer, pending, allowedOrigin }: FrontDoorPorts): FrontDoor => {
  let isClosed = false;

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
      const serve = issuer && isIssuerUrl(incoming.url ?? '') ? issuer : gateway;
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
