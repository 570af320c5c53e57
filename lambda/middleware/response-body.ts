import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { sseFrame } from '#core/http/sse-frame.ts';
import type { ApiResponse, EventStream } from '#lambda/api-request.ts';
import { eventReadable } from './event-readable.ts';
import { jsonText } from './json-text.ts';
import type { ProxyResponse } from './proxy-response.ts';
import { requestProblem } from './request-problem.ts';

const HEARTBEAT_MS = 15_000;

const JSON_HEADERS = { 'content-type': 'application/json' };
const SSE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // Proxies of the nginx family would collect the events otherwise.
  'x-accel-buffering': 'no',
};

const isStream = (body: ApiResponse['body']): body is EventStream => 'frames' in body;

const toProxyResponse = (
  { status = 200, headers, body }: ApiResponse,
  failureFrame: (error: unknown) => string,
): ProxyResponse => {
  if (!isStream(body)) {
    return { statusCode: status, headers: { ...JSON_HEADERS, ...headers }, body: jsonText(body) };
  }
  const readable = eventReadable(body, HEARTBEAT_MS, failureFrame);
  return { statusCode: status, headers: { ...SSE_HEADERS, ...headers }, body: readable };
};

/** Middleware: writes a route's answer as JSON, or as server-sent events with a heartbeat. */
export const responseBody = (
  report: (message: string, error: unknown) => void,
): MiddlewareObj<APIGatewayProxyEvent> => ({
  after: (request) => {
    const failureFrame = (error: unknown) =>
      sseFrame({ event: 'error', data: requestProblem(error, request.event, report).body });
    request.response = toProxyResponse(request.response as ApiResponse, failureFrame);
  },
});
