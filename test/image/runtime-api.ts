import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Invocation, InvocationEnd } from './invocation.ts';
import { readRuntimeResponse } from './runtime-response.ts';

/** Lambda's side of one execution environment: hands it invocations, one at a time, and takes its responses. */
export interface RuntimeApi {
  /** Host and port, the value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Settled when the runtime has either asked for its first invocation or said that it cannot. */
  readonly initialized: Promise<void>;
  /** Hands over an event and waits for what becomes of it; never rejects. */
  invoke(event: unknown, timeoutMs: number): Promise<Invocation>;
  /** To be called when the environment has ended. */
  abandon(): void;
  close(): Promise<void>;
}

interface Pending {
  readonly requestId: string;
  readonly event: unknown;
  readonly timeoutMs: number;
  finish(invocation: Invocation): void;
  startedAtMs: number;
}

const PREFIX = '/2018-06-01/runtime';
const ENDS: Readonly<Record<string, InvocationEnd>> = { response: 'responded', error: 'function_error' };
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:headless-claude-runner';

const ended = (end: InvocationEnd): Invocation => ({ end, isStreamed: false, chunks: [] });

const deliver = (pending: Pending, response: ServerResponse): void => {
  pending.startedAtMs = performance.now();
  response.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': pending.requestId,
    'lambda-runtime-deadline-ms': Date.now() + pending.timeoutMs,
    'lambda-runtime-invoked-function-arn': ARN,
  });
  response.end(JSON.stringify(pending.event));
};

/**
 * Starts a Runtime API on loopback, without extensions and without the limit on a response's size.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export const startRuntimeApi = async (): Promise<RuntimeApi> => {
  const { promise: initialized, resolve: endInit } = Promise.withResolvers<void>();
  let asking: ServerResponse | undefined;
  let pending: Pending | undefined;
  let lastWord: Invocation | undefined;

  const deliverNext = (): void => {
    if (!pending || !asking) return;
    deliver(pending, asking);
    asking = undefined;
  };

  const takeResponse = async (incoming: IncomingMessage, requestId: string, end: InvocationEnd): Promise<void> => {
    if (pending?.requestId !== requestId) return;
    const { finish, startedAtMs } = pending;
    finish(await readRuntimeResponse(incoming, end, startedAtMs));
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = incoming.url?.slice(PREFIX.length);
    if (path === '/invocation/next') {
      endInit();
      asking = response;
      return deliverNext();
    }
    const [, requestId, kind] = /^\/invocation\/([^/]+)\/(response|error)$/.exec(path ?? '') ?? [];
    if (path === '/init/error') {
      lastWord = await readRuntimeResponse(incoming, 'init_error', performance.now());
      endInit();
    } else if (requestId !== undefined && kind !== undefined) {
      await takeResponse(incoming, requestId, ENDS[kind] ?? 'function_error');
    }
    response.writeHead(202).end();
  };

  const server = createServer({ requestTimeout: 0 }, (incoming, response) => {
    // The runtime was ended in the middle of its words.
    serve(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    initialized,
    invoke(event, timeoutMs) {
      if (lastWord) return Promise.resolve(lastWord);
      return new Promise((resolve) => {
        const timer = setTimeout(() => pending?.finish(ended('timed_out')), timeoutMs);
        const finish = (invocation: Invocation): void => {
          clearTimeout(timer);
          pending = undefined;
          resolve(invocation);
        };
        pending = { requestId: randomUUID(), event, timeoutMs, finish, startedAtMs: 0 };
        deliverNext();
      });
    },
    abandon() {
      lastWord ??= ended('exited');
      endInit();
      pending?.finish(lastWord);
    },
    close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      return closed.then(() => {});
    },
  };
};
