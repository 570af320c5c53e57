import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { jsonText } from './json-text.ts';
import type { ProxyResponse } from './proxy-response.ts';
import { requestProblem } from './request-problem.ts';

/** Middleware: turns what was thrown into problem details, or into the errors of the API that the request speaks. */
export const problemDetails = (
  report: (message: string, error: unknown) => void,
): MiddlewareObj<APIGatewayProxyEvent, ProxyResponse> => ({
  onError: (request) => {
    const { status, headers, body } = requestProblem(request.error, request.event, report);
    request.response = { statusCode: status, headers: { ...headers }, body: jsonText(body) };
  },
});
