import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Upstream } from '#core/runs/run-request.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import { readEndpoint } from './endpoint.ts';
import type { GateSession } from './gate-session.ts';
import type { MeteredSession } from './metered-session.ts';
import { createMeteredSession } from './metered-session.ts';
import { sendError } from './send-error.ts';
import { serveCall } from './serve-call.ts';

/** Stands between every CLI process of this machine and the model provider. */
export interface Gate {
  /** The CLI's `ANTHROPIC_BASE_URL` or `ANTHROPIC_BEDROCK_BASE_URL`. */
  readonly baseUrl: string;
  /** Whose API the CLI is to speak. */
  readonly provider: Upstream['provider'];
  /** Opens a session for a process about to be started; calls are refused until it is bound. */
  openSession(): GateSession;
  /** Closes all sessions and stops listening. */
  close(): Promise<void>;
}

export interface GateOptions {
  /**
   * What calls of Bedrock are signed with.
   * @default - calls go to the Anthropic API, with the key of each run
   */
  readonly bedrockCredentials?: AwsCredentials | undefined;
}

const NOT_SERVED =
  'The gate serves POST /v1/messages, /v1/messages/count_tokens, and /model/…/invoke(-with-response-stream).';

/** Tokens are looked up by their hash, so that the time it takes says nothing about them. */
const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

const readToken = ({ 'x-api-key': apiKey, authorization = '' }: IncomingHttpHeaders): string =>
  typeof apiKey === 'string' ? apiKey : authorization.replace(/^Bearer /i, '');

/** Starts a gate on loopback, on any free port. */
export const startGate = async ({ bedrockCredentials }: GateOptions = {}): Promise<Gate> => {
  const sessionsByHash = new Map<string, MeteredSession>();

  const serve = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url = '', headers } = incoming;
    const [path = ''] = url.split('?');
    if (method === 'HEAD' && path === '/') {
      response.end();
      return;
    }
    // At each start the CLI asks Bedrock what it can call, which is decided elsewhere.
    if (method === 'GET' && path === '/inference-profiles') {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"inferenceProfileSummaries":[]}');
      return;
    }
    const endpoint = method === 'POST' ? readEndpoint(path) : undefined;
    if (!endpoint) return sendError(response, 404, NOT_SERVED);
    const session = sessionsByHash.get(hashToken(readToken(headers)));
    if (!session) return sendError(response, 401, 'The token is unknown, or its run has ended.');
    await serveCall({ session, endpoint, incoming, response, bedrockCredentials });
  };

  // The CLI keeps its connection between two calls, however long a tool takes in between.
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, response) => {
    // A client that leaves is noticed by 'close'; an 'error' that nobody listens to would end the process.
    response.on('error', () => response.destroy());
    serve(incoming, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    provider: bedrockCredentials ? 'bedrock' : 'anthropic',
    openSession() {
      const session = createMeteredSession(() => sessionsByHash.delete(hashToken(session.token)));
      sessionsByHash.set(hashToken(session.token), session);
      return session;
    },
    close() {
      for (const session of sessionsByHash.values()) session.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
};
