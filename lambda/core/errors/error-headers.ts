import { ERROR_CODES, type ErrorCodeFacts } from './error-codes.ts';
import type { ServiceError } from './service-error.ts';

/** The headers that tell clients whether and when to retry, and those that the error brings. */
export const errorHeaders = ({ code, headers, retryAfterSeconds }: ServiceError): Readonly<Record<string, string>> => {
  const { shouldRetry }: ErrorCodeFacts = ERROR_CODES[code];
  return {
    ...headers,
    ...(shouldRetry !== undefined && { 'x-should-retry': String(shouldRetry) }),
    ...(retryAfterSeconds !== undefined && {
      'retry-after': String(Math.ceil(retryAfterSeconds)),
      'retry-after-ms': String(Math.ceil(retryAfterSeconds * 1000)),
    }),
  };
};
