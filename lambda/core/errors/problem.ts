import { ERROR_CODES, type ErrorCodeFacts } from './error-codes.ts';
import type { ServiceError } from './service-error.ts';

/** Where an error happened: what ties the answer to the logs. */
export interface ProblemContext {
  readonly requestId: string;
  /** Path of the request. */
  readonly instance: string;
}

/** An answer that tells of an error. */
export interface ProblemResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

const headersOf = (error: ServiceError, { shouldRetry }: ErrorCodeFacts): Record<string, string> => ({
  'content-type': 'application/problem+json',
  ...error.headers,
  ...(shouldRetry !== undefined && { 'x-should-retry': String(shouldRetry) }),
  ...(error.retryAfterSeconds !== undefined && {
    'retry-after': String(Math.ceil(error.retryAfterSeconds)),
    'retry-after-ms': String(Math.ceil(error.retryAfterSeconds * 1000)),
  }),
});

/** The error as problem details (RFC 9457), with the `error` member that the OpenAI and Anthropic SDKs read. */
export const toProblem = (error: ServiceError, { requestId, instance }: ProblemContext): ProblemResponse => {
  const facts: ErrorCodeFacts = ERROR_CODES[error.code];
  return {
    status: facts.status,
    headers: headersOf(error, facts),
    body: {
      type: `urn:headless-claude:error:${error.code}`,
      title: facts.title,
      status: facts.status,
      detail: error.message,
      instance,
      code: error.code,
      request_id: requestId,
      ...(error.fields.length > 0 && { errors: error.fields }),
      error: {
        type: facts.type,
        message: error.message,
        code: error.code,
        param: error.fields[0]?.pointer || null,
        details: { error_code: error.code, source: error.source },
      },
    },
  };
};
