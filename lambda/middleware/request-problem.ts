import type { APIGatewayProxyEvent } from 'aws-lambda';
import { internalError } from '#core/errors/internal-error.ts';
import { type ProblemResponse, toProblem } from '#core/errors/problem.ts';
import { ServiceError } from '#core/errors/service-error.ts';

/**
 * What the caller is told of an error.
 *
 * What is not a ServiceError is a defect: it is reported, and the caller is told no more than that.
 */
export const requestProblem = (
  error: unknown,
  { path, requestContext }: APIGatewayProxyEvent,
  report: (message: string, error: unknown) => void,
): ProblemResponse => {
  const context = { requestId: requestContext.requestId, instance: path };
  if (error instanceof ServiceError) return toProblem(error, context);
  report('a request failed', error);
  return toProblem(internalError(error), context);
};
