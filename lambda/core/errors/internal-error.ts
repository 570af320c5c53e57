import { ServiceError } from './service-error.ts';

/** What a caller is told of a defect: that there is one, and nothing of what it is. */
export const internalError = (cause?: unknown): ServiceError =>
  new ServiceError('internal_error', 'Something went wrong on our side. Retry; if it stays, report the request id.', {
    cause,
  });
