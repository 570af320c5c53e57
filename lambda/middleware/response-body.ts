import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { STREAM_FRAMES, type StreamFrames } from '#core/dialects/stream-frames.ts';
import type { ApiResponse, TextBody } from '#lambda/http/api-request.ts';
import { isStream } from '#lambda/http/is-stream.ts';
import { eventReadable } from './event-readable.ts';
import { jsonText } from './json-text.ts';
import type { ProxyResponse } from './proxy-response.ts';
import { requestDialect } from './request-dialect.ts';
import { requestProblem } from './request-problem.ts';

const HEARTBEAT_MS = 15_000;

const JSON_HEADERS = { 'content-type': 'application/json' };
const SSE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  // Proxies of the nginx family would collect the events otherwise.
  'x-accel-buffering': 'no',
};

const isText = (body: ApiResponse['body']): body is TextBody => 'contentType' in body && 'text' in body;

const toProxyResponse = (
  { status = 200, headers, body }: ApiResponse,
  { heartbeat }: StreamFrames,
  failureFrame: (error: unknown) => string,
): ProxyResponse => {
  if (isText(body)) {
    return { statusCode: status, headers: { 'content-type': body.contentType, ...headers }, body: body.text };
  }
  if (!isStream(body)) {
    return { statusCode: status, headers: { ...JSON_HEADERS, ...headers }, body: jsonText(body) };
  }
  const readable = eventReadable(body, { heartbeat, heartbeatMs: HEARTBEAT_MS, failureFrame });
  return { statusCode: status, headers: { ...SSE_HEADERS, ...headers }, body: readable };
};

/** Middleware: writes a route's answer as JSON, or as server-sent events with a heartbeat. */
export const responseBody = (
  report: (message: string, error: unknown) => void,
): MiddlewareObj<APIGatewayProxyEvent> => ({
  after: (request) => {
    const { event } = request;
    const frames = STREAM_FRAMES[requestDialect(event)];
    const failureFrame = (error: unknown) => frames.failure(requestProblem(error, event, report).body);
    request.response = toProxyResponse(request.response as ApiResponse, frames, failureFrame);
  },
});
