import { ServiceError } from '#core/errors/service-error.ts';
import type { RunFailure } from '#core/runs/run-event.ts';

/** What a buffered caller is told of a run that failed. */
export const failedRun = (failure: RunFailure, headers: Readonly<Record<string, string>>): ServiceError => {
  const { code, message, source, retryAfterSeconds } = failure;
  return new ServiceError(code, message, {
    source,
    headers,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
};
