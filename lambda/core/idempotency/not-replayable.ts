import { ServiceError } from '#core/errors/service-error.ts';

/** What is told whoever repeats a request that was carried out, but whose answer is not there. */
export const notReplayable = (reason: string): ServiceError =>
  new ServiceError(
    'idempotency_not_replayable',
    `The request with this Idempotency-Key was carried out, and is not repeated; ${reason}.`,
  );
