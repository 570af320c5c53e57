import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { EventStreamCodec, type MessageHeaders } from '@smithy/core/event-streams';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

/** What was asked of Lambda. */
export interface Invocation {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly payload: string;
}

/** One invocation under way, as Lambda's side sees it. */
export interface InvocationAnswer {
  /** Sends what the function wrote. */
  payload(chunk: string | Uint8Array): void;
  /** Ends the invocation, with the function's error if it had one. */
  complete(error?: { readonly ErrorCode: string; readonly ErrorDetails?: string }): void;
  /** Answers with an error of Lambda's instead of running the function. */
  refuse(status: number, errorType: string, headers?: Readonly<Record<string, string>>): void;
  /** Cuts the connection. */
  cut(): void;
  /** Resolves when the caller is gone. */
  readonly callerGone: Promise<void>;
}

/** A stand-in for Lambda's endpoint. */
export interface LambdaEdge extends LoopbackServer {
  readonly invocations: readonly Invocation[];
}

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (string) => Buffer.from(string, 'utf8'),
);

const frame = (eventType: string, contentType: string, body: Uint8Array): Uint8Array => {
  const headers: MessageHeaders = {
    ':message-type': { type: 'string', value: 'event' },
    ':event-type': { type: 'string', value: eventType },
    ':content-type': { type: 'string', value: contentType },
  };
  return codec.encode({ headers, body });
};

const answerWith = (response: ServerResponse): InvocationAnswer => {
  const begin = () => {
    if (response.headersSent) return;
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    response.flushHeaders();
  };
  return {
    payload: (chunk) => {
      begin();
      response.write(frame('PayloadChunk', 'application/octet-stream', Buffer.from(chunk)));
    },
    complete: (error = undefined) => {
      begin();
      response.end(frame('InvokeComplete', 'application/json', Buffer.from(JSON.stringify(error ?? {}))));
    },
    refuse: (status, errorType, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': errorType, ...headers });
      response.end(JSON.stringify({ Type: 'User', message: 'refused' }));
    },
    cut: () => response.destroy(),
    callerGone: new Promise((resolve) => response.once('close', () => resolve())),
  };
};

/** Stands in for AWS Lambda's `InvokeWithResponseStream`: every invocation is answered by the given function. */
export const startLambdaEdge = async (
  run: (answer: InvocationAnswer, invocation: Invocation) => void,
): Promise<LambdaEdge> => {
  const invocations: Invocation[] = [];
  const server = await startLoopbackServer(async (request, response) => {
    const invocation = { path: request.url ?? '', headers: request.headers, payload: await text(request) };
    invocations.push(invocation);
    run(answerWith(response), invocation);
  });
  return { ...server, invocations };
};
