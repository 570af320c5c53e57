import type { ServerResponse } from 'node:http';
import { internalError } from '#core/errors/internal-error.ts';
import { type ProblemContext, toProblem } from '#core/errors/problem.ts';
import { ServiceError } from '#core/errors/service-error.ts';

/** Answers what API Gateway refuses by itself, as the gateway responses of the stack do (lib/gateway-responses.ts). */
export const sendProblem = (
  response: ServerResponse,
  error: unknown,
  context: ProblemContext & { readonly allowedOrigin: string },
): void => {
  const shown = error instanceof ServiceError ? error : internalError(error);
  const { status, headers, body } = toProblem(shown, context);
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    'content-length': Buffer.byteLength(text),
    'request-id': context.requestId,
    'x-request-id': context.requestId,
    'access-control-allow-origin': context.allowedOrigin,
  });
  response.end(text);
};
