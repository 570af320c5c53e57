import type { MiddlewareObj, Request } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { VERSION } from '#lambda/version.ts';
import type { ProxyResponse } from './proxy-response.ts';

/** Headers that a browser's script may read. */
const EXPOSED = [
  ...['request-id', 'x-request-id', 'retry-after', 'retry-after-ms', 'x-should-retry', 'ratelimit', 'ratelimit-policy'],
  ...['idempotent-replayed', 'location', 'preference-applied'],
  ...['limit', 'remaining', 'reset'].flatMap((part) =>
    ['requests', 'tokens'].flatMap((unit) => [`anthropic-ratelimit-${unit}-${part}`, `x-ratelimit-${part}-${unit}`]),
  ),
  ...[
    ...['prompt-id', 'job-id', 'model', 'session-id', 'cost-usd', 'overhead-ms', 'version'],
    ...['ignored', 'stop-reason', 'estimated', 'budget-remaining-usd'],
  ].map((name) => `headless-claude-${name}`),
].join(', ');

/** A client's own id is echoed only if it is short and printable: it ends up in logs of others. */
const CLIENT_ID = /^[\x21-\x7e]{1,128}$/;

/**
 * Middleware: gives every answer, errors too, its request ids, version and CORS headers.
 *
 * `request-id` is what the Anthropic SDK reads, `x-request-id` the OpenAI SDK. Both are API Gateway's own id, which
 * stands in the access log. Use it first, so that it runs last.
 */
export const responseHeaders = (allowedOrigin: string): MiddlewareObj<APIGatewayProxyEvent, ProxyResponse> => {
  const addHeaders = ({ event, response }: Request<APIGatewayProxyEvent, ProxyResponse>): void => {
    if (!response) return;
    const { requestId } = event.requestContext;
    const clientId = event.headers['x-client-request-id'] ?? event.headers['x-request-id'];
    response.headers = {
      ...response.headers,
      'request-id': requestId,
      'x-request-id': requestId,
      ...(clientId !== undefined && CLIENT_ID.test(clientId) && { 'x-client-request-id': clientId }),
      'headless-claude-version': VERSION,
      'access-control-allow-origin': allowedOrigin,
      'access-control-expose-headers': EXPOSED,
      'x-content-type-options': 'nosniff',
    };
  };
  return { after: addHeaders, onError: addHeaders };
};
