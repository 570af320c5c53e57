import { LambdaServiceException, RequestTooLargeException, TooManyRequestsException } from '@aws-sdk/client-lambda';
import { ServiceError } from '#core/errors/service-error.ts';
import { abortError } from '#core/runs/abort-error.ts';

const unavailable = (message: string, retryAfterSeconds: number, cause: unknown) =>
  new ServiceError('unavailable', `${message} Retry in ${retryAfterSeconds} s.`, { retryAfterSeconds, cause });

const toRefusal = (error: LambdaServiceException): ServiceError => {
  if (error instanceof TooManyRequestsException) {
    return unavailable('All runners are busy.', Number(error.retryAfterSeconds) || 1, error);
  }
  if (error instanceof RequestTooLargeException) {
    const message = 'The prompt and system prompt are too large to be handed to the runner. Shorten them.';
    return new ServiceError('request_too_large', message, { cause: error });
  }
  if (error.$fault === 'server') return unavailable('The runner cannot be started at the moment.', 2, error);
  return new ServiceError('internal_error', 'The runner function could not be invoked.', { cause: error });
};

/** Codes of a connection that was never made, so that nothing ran. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

const isNotConnected = (error: unknown): boolean =>
  error instanceof Error &&
  // The only time limit that the client has is the one for connecting.
  (error.name === 'TimeoutError' || ('code' in error && NOT_CONNECTED.has(String(error.code))));

/** What went wrong with an invocation, as the caller of the API may see it. */
export const toRunnerError = (error: unknown, signal: AbortSignal): ServiceError => {
  if (error instanceof ServiceError) return error;
  if (signal.aborted) return abortError(signal);
  if (error instanceof LambdaServiceException) return toRefusal(error);
  if (isNotConnected(error)) return unavailable('The runner cannot be reached at the moment.', 2, error);
  if (error instanceof RangeError) {
    return new ServiceError('output_too_large', 'The runner sent more than it may in one event.', { cause: error });
  }
  return new ServiceError('cli_failed', 'The connection to the runner was lost.', { cause: error });
};
