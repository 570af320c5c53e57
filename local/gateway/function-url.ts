import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { FunctionUrlEvent } from '#gate/function-request.ts';
import type { Serve } from './create-gateway.ts';
import { invokeFunction, type StreamingFunction } from './invoke-function.ts';

/** What a function can be handed: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** The event that a function URL makes of a request: payload format 2.0. */
const toEvent = (incoming: IncomingMessage, body: Buffer): FunctionUrlEvent => {
  const [rawPath = '/', ...query] = (incoming.url ?? '/').split('?');
  return {
    rawPath,
    rawQueryString: query.join('?'),
    headers: incoming.headers,
    ...(body.length > 0 && { body: body.toString('utf8') }),
    isBase64Encoded: false,
    requestContext: { requestId: randomUUID(), http: { method: incoming.method ?? 'GET' } },
  };
};

const send = (response: ServerResponse, status: number, message: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ Message: message }));
};

/** Serves a function as its URL does on AWS, without authentication and in invoke mode RESPONSE_STREAM. */
export const serveFunctionUrl =
  (handler: StreamingFunction<FunctionUrlEvent>, report: (message: string, error: unknown) => void): Serve =>
  async (incoming, response) => {
    try {
      const event = toEvent(incoming, await buffer(incoming));
      if (Buffer.byteLength(JSON.stringify(event)) > MAX_PAYLOAD_BYTES) {
        send(response, 413, `Request must be smaller than ${MAX_PAYLOAD_BYTES} bytes for the InvokeFunction operation`);
      } else {
        await invokeFunction(handler, event, response);
      }
    } catch (error) {
      report('a function URL could not be served', error);
      if (response.headersSent) response.destroy();
      else send(response, 502, 'Internal Server Error');
    }
  };
