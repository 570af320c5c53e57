import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Upstream } from '#core/runs/run-request.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import type { CallRequest } from './call-request.ts';
import type { GateSession } from './gate-session.ts';
import { hashToken } from './hash-token.ts';
import { httpReply } from './http-reply.ts';
import type { MeteredSession } from './metered-session.ts';
import { createMeteredSession } from './metered-session.ts';
import { readBody } from './read-body.ts';
import { serveRequest } from './serve-request.ts';

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

const httpRequest = (incoming: IncomingMessage): CallRequest => ({
  method: incoming.method ?? '',
  target: incoming.url ?? '',
  headers: incoming.headers,
  readBody: (maxBytes) => readBody(incoming, maxBytes),
});

/** Starts a gate on loopback, on any free port. */
export const startGate = async ({ bedrockCredentials }: GateOptions = {}): Promise<Gate> => {
  const sessionsByHash = new Map<string, MeteredSession>();
  const findSession = (token: string): MeteredSession | undefined => sessionsByHash.get(hashToken(token));

  // The CLI keeps its connection between two calls, however long a tool takes in between.
  const server = createServer({ keepAliveTimeout: 0 }, (incoming, response) => {
    // A client that leaves is noticed by 'close'; an 'error' that nobody listens to would end the process.
    response.on('error', () => response.destroy());
    const ports = { findSession, bedrockCredentials };
    serveRequest(httpRequest(incoming), httpReply(response), ports).catch(() => response.destroy());
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
