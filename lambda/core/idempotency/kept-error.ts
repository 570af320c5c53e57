import { ERROR_CODES, type ErrorCodeFacts } from '#core/errors/error-codes.ts';
import { internalError } from '#core/errors/internal-error.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { type KeptError, keptHeaders } from './kept-answer.ts';

/** Stands on the answers of what was run. */
const RUN_HEADER = 'headless-claude-prompt-id';

/** The error as it is kept. What is no ServiceError is a defect. */
export const toKeptError = (error: unknown): KeptError => {
  const { code, message, source, headers } = error instanceof ServiceError ? error : internalError();
  return { kind: 'error', code, message, source, headers: keptHeaders(headers) };
};

/** The kept error, to be thrown again. */
export const fromKeptError = ({ code, message, source, headers }: KeptError): ServiceError =>
  new ServiceError(code, message, { source, headers });

/** Whether SDKs retry it by themselves. */
const asksForRetry = ({ status, shouldRetry = [408, 409, 429].includes(status) || status >= 500 }: ErrorCodeFacts) =>
  shouldRetry;

/**
 * Whether a request that failed so may be carried out again: it was refused before anything began, or the error itself
 * asks for a retry. Of a defect nobody knows how far it came, so it is final.
 */
export const mayBeRepeated = (error: unknown): boolean => {
  if (!(error instanceof ServiceError)) return false;
  return error.headers[RUN_HEADER] === undefined || asksForRetry(ERROR_CODES[error.code]);
};
