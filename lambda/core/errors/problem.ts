import { ERROR_CODES } from './error-codes.ts';
import { errorHeaders } from './error-headers.ts';
import { errorMember } from './error-member.ts';
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

/** The error as problem details (RFC 9457), with the `error` member that the OpenAI and Anthropic SDKs read. */
export const toProblem = (error: ServiceError, { requestId, instance }: ProblemContext): ProblemResponse => {
  const { status, title, type } = ERROR_CODES[error.code];
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...errorHeaders(error) },
    body: {
      type: `urn:headless-claude:error:${error.code}`,
      title,
      status,
      detail: error.message,
      instance,
      code: error.code,
      request_id: requestId,
      ...(error.fields.length > 0 && { errors: error.fields }),
      error: errorMember(error, type),
    },
  };
};
