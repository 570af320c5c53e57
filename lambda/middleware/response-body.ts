import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ApiResponse, EventStream } from '#lambda/api-request.ts';
import { eventReadable } from './event-readable.ts';
import type { ProxyResponse } from './proxy-response.ts';

const HEARTBEAT_MS = 15_000;

const JSON_HEADERS = { 'content-type': 'application/json' };
const SSE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // Proxies of the nginx family would collect the events otherwise.
  'x-accel-buffering': 'no',
};

const isStream = (body: ApiResponse['body']): body is EventStream => 'frames' in body;

const toProxyResponse = ({ status = 200, headers, body }: ApiResponse): ProxyResponse => {
  if (!isStream(body)) {
    return { statusCode: status, headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) };
  }
  return { statusCode: status, headers: { ...SSE_HEADERS, ...headers }, body: eventReadable(body, HEARTBEAT_MS) };
};

/** Middleware: writes a route's answer as JSON, or as server-sent events with a heartbeat. */
export const responseBody = (): MiddlewareObj<APIGatewayProxyEvent> => ({
  after: (request) => {
    request.response = toProxyResponse(request.response as ApiResponse);
  },
});
