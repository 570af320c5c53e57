import type { ServiceError } from '#core/errors/service-error.ts';
import type { RunFailure } from './run-event.ts';

/** The error as the failure of a run that had come to this. */
export const toRunFailure = (
  { code, message, source, retryAfterSeconds }: ServiceError,
  { metrics, timings }: Pick<RunFailure, 'metrics' | 'timings'>,
): RunFailure => ({
  code,
  message,
  source,
  ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  metrics,
  timings,
});
