import { ERROR_CODES } from '#core/errors/error-codes.ts';
import { errorHeaders } from '#core/errors/error-headers.ts';
import { errorMember } from '#core/errors/error-member.ts';
import type { ProblemResponse } from '#core/errors/problem.ts';
import type { ServiceError } from '#core/errors/service-error.ts';
import type { Dialect } from './dialect.ts';

/** OpenAI's words for Anthropic's types, where they differ: https://platform.openai.com/docs/guides/error-codes */
const OPENAI_TYPES: Readonly<Record<string, string>> = {
  billing_error: 'insufficient_quota',
  not_found_error: 'invalid_request_error',
  conflict_error: 'invalid_request_error',
  request_too_large: 'invalid_request_error',
  timeout_error: 'server_error',
  overloaded_error: 'server_error',
  api_error: 'server_error',
};

/** The error in the envelope that OpenAI's and Anthropic's SDKs both read, with `error.type` in the dialect's words. */
export const toErrorEnvelope = (
  error: ServiceError,
  dialect: Exclude<Dialect, 'native'>,
  requestId: string,
): ProblemResponse => {
  const { status, type } = ERROR_CODES[error.code];
  return {
    status,
    headers: { 'content-type': 'application/json', ...errorHeaders(error) },
    body: {
      type: 'error',
      error: errorMember(error, dialect === 'openai' ? (OPENAI_TYPES[type] ?? type) : type),
      request_id: requestId,
    },
  };
};
