import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { toProblem } from '#core/errors/problem.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { ProxyResponse } from './proxy-response.ts';

const INTERNAL = 'Something went wrong on our side. Retry; if it stays, report the request id.';

/**
 * Middleware: turns what was thrown into problem details.
 *
 * What is not a ServiceError is a defect: it is reported, and the caller is told no more than that.
 */
export const problemDetails = (
  report: (message: string, error: unknown) => void,
): MiddlewareObj<APIGatewayProxyEvent, ProxyResponse> => ({
  onError: (request) => {
    const { error, event } = request;
    if (!(error instanceof ServiceError)) report('a request failed', error);
    const shown =
      error instanceof ServiceError ? error : new ServiceError('internal_error', INTERNAL, { cause: error });
    const { requestId } = event.requestContext;
    const problem = toProblem(shown, { requestId, instance: event.path });
    request.response = {
      statusCode: problem.status,
      headers: { ...problem.headers },
      body: JSON.stringify(problem.body),
    };
  },
});
