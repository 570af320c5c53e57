import type { APIGatewayProxyEvent } from 'aws-lambda';
import { toErrorEnvelope } from '#core/dialects/error-envelope.ts';
import { internalError } from '#core/errors/internal-error.ts';
import { type ProblemResponse, toProblem } from '#core/errors/problem.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { requestDialect } from './request-dialect.ts';

const knownError = (error: unknown, report: (message: string, error: unknown) => void): ServiceError => {
  if (error instanceof ServiceError) return error;
  report('a request failed', error);
  return internalError(error);
};

/**
 * What the caller is told of an error, in the words of the API that the request speaks.
 *
 * What is not a ServiceError is a defect: it is reported, and the caller is told no more than that.
 */
export const requestProblem = (
  error: unknown,
  event: APIGatewayProxyEvent,
  report: (message: string, error: unknown) => void,
): ProblemResponse => {
  const { requestId } = event.requestContext;
  const dialect = requestDialect(event);
  const shown = knownError(error, report);
  return dialect === 'native'
    ? toProblem(shown, { requestId, instance: event.path })
    : toErrorEnvelope(shown, dialect, requestId);
};
