import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Invocation, InvocationEnd } from './invocation.ts';
import { type ResponseSink, readRuntimeResponse } from './runtime-response.ts';
import { type RuntimeCall, type RuntimeState, stateAfter } from './runtime-state.ts';

/** Lambda's side of one execution environment: hands it invocations, one at a time, and takes its responses. */
export interface RuntimeApi {
  /** Host and port, the value of `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Settled when the runtime has either asked for its first invocation or said that it cannot. */
  readonly initialized: Promise<void>;
  /**
   * Hands over an event and waits for what becomes of it; never rejects.
   *
   * @param onBytes gets the response as it comes
   */
  invoke(event: unknown, timeoutMs: number, onBytes?: (bytes: Uint8Array) => void): Promise<Invocation>;
  /** Resolves when the runtime waits for an event, which is when Lambda freezes it, or has ended. */
  idle(): Promise<void>;
  /** To be called when the environment has ended. */
  abandon(): void;
  close(): Promise<void>;
}

interface Pending {
  readonly requestId: string;
  readonly event: unknown;
  readonly timeoutMs: number;
  readonly sink: ResponseSink;
  finish(invocation: Invocation): void;
  startedAtMs: number;
}

const PREFIX = '/2018-06-01/runtime';
const INVOCATION_PATH = /^\/invocation\/([^/]+)\/(response|error)$/;
const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:headless-claude-runner';

const deliver = ({ requestId, timeoutMs, event }: Pending, response: ServerResponse): void => {
  response.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-deadline-ms': Date.now() + timeoutMs,
    'lambda-runtime-invoked-function-arn': ARN,
  });
  response.end(JSON.stringify(event));
};

const refuse = (response: ServerResponse, status: number, errorType: string): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errorType, errorMessage: 'Refused.' }));
};

/** What the Extensions, Logs and Telemetry APIs say after the initialization. */
const refuseExtension = (path: string, response: ServerResponse): void => {
  const isRegistration = path.endsWith('/extension/register');
  refuse(response, 403, isRegistration ? 'Extension.RegistrationClosed' : 'Extension.UnknownExtensionIdentifier');
};

/**
 * Starts a Runtime API on loopback, without extensions and without the limit on a response's size.
 *
 * It refuses what Lambda's refuses (runtime-state.ts), so that it can be attacked from inside the environment.
 * https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export const startRuntimeApi = async (): Promise<RuntimeApi> => {
  const { promise: initialized, resolve: endInit } = Promise.withResolvers<void>();
  const asking: ServerResponse[] = [];
  let state: RuntimeState = 'started';
  let pending: Pending | undefined;
  let lastWord: Invocation | undefined;
  let isIdle = Promise.withResolvers<void>();

  const enter = (call: RuntimeCall, response: ServerResponse): boolean => {
    const next = stateAfter(state, call);
    if (next) state = next;
    else refuse(response, 403, 'InvalidStateTransition');
    return next !== undefined;
  };

  const deliverNext = (): void => {
    if (state !== 'ready' || !pending) return;
    // Whoever has asked first, and is still there.
    const response = asking.shift();
    if (!response) return;
    state = 'running';
    isIdle = Promise.withResolvers();
    pending.startedAtMs = performance.now();
    deliver(pending, response);
  };

  const serveNext = (response: ServerResponse): void => {
    if (!enter('next', response)) return;
    endInit();
    if (state === 'running') {
      if (pending) deliver(pending, response);
      return;
    }
    asking.push(response);
    response.once('close', () => {
      if (asking.includes(response)) asking.splice(asking.indexOf(response), 1);
    });
    isIdle.resolve();
    deliverNext();
  };

  const takeResponse = async (
    incoming: IncomingMessage,
    response: ServerResponse,
    { requestId, call, end }: { requestId: string | undefined; call: 'response' | 'error'; end: InvocationEnd },
  ): Promise<void> => {
    if (!pending || pending.requestId !== requestId) return refuse(response, 400, 'InvalidRequestID');
    if (!enter(call, response)) return;
    const { finish, startedAtMs, sink } = pending;
    const invocation = await readRuntimeResponse(incoming, end, startedAtMs, sink);
    state = 'responded';
    finish(invocation);
    response.writeHead(202).end();
  };

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = '' } = incoming;
    if (!url.startsWith(PREFIX)) return refuseExtension(url, response);
    const path = url.slice(PREFIX.length);
    if (path === '/invocation/next') return serveNext(response);
    if (path === '/init/error') {
      if (!enter('init_error', response)) return;
      lastWord = await readRuntimeResponse(incoming, 'init_error', performance.now());
      endInit();
      response.writeHead(202).end();
      return;
    }
    const [, requestId, kind] = INVOCATION_PATH.exec(path) ?? [];
    if (kind === 'error') return takeResponse(incoming, response, { requestId, call: kind, end: 'function_error' });
    return takeResponse(incoming, response, { requestId, call: 'response', end: 'responded' });
  };

  const server = createServer({ requestTimeout: 0 }, (incoming, response) => {
    // The runtime was ended in the middle of its words.
    serve(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const endPending = (end: InvocationEnd): void => {
    if (!pending) return;
    const {
      finish,
      sink: { chunks },
    } = pending;
    finish({ end, isStreamed: chunks.length > 0, chunks });
  };

  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    initialized,
    invoke(event, timeoutMs, onBytes = () => {}) {
      if (lastWord) return Promise.resolve(lastWord);
      return new Promise((resolve) => {
        const timer = setTimeout(() => endPending('timed_out'), timeoutMs);
        const finish = (invocation: Invocation): void => {
          clearTimeout(timer);
          pending = undefined;
          resolve(invocation);
        };
        pending = { requestId: randomUUID(), event, timeoutMs, sink: { chunks: [], onBytes }, finish, startedAtMs: 0 };
        deliverNext();
      });
    },
    idle: () => isIdle.promise,
    abandon() {
      isIdle.resolve();
      lastWord ??= { end: 'exited', isStreamed: false, chunks: [] };
      endInit();
      endPending('exited');
    },
    close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      return closed.then(() => {});
    },
  };
};
