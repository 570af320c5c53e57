import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { ServiceError } from '#core/errors/service-error.ts';
import { createAuthorizer } from '#lambda/create-authorizer.ts';
import { createGateway } from '#local/gateway/create-gateway.ts';
import { installAwsLambda } from '#local/gateway/install-aws-lambda.ts';
import type { StreamingFunction } from '#local/gateway/invoke-function.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

/** A gateway in front of one function, for every route. */
export interface TestGateway {
  readonly baseUrl: string;
  /** What was reported: failures that no function could tell of. */
  readonly reports: readonly unknown[];
}

/** Credential of a caller. */
export const CALLER = { 'x-api-key': 'caller' };
/** Credential of an administrator; the token is of no caller. */
export const ADMIN = { authorization: 'Bearer admin' };

/** Starts a gateway that takes everything to the function, and stops it after the test. */
export const startTestGateway = async (t: TestContext, makeFunction: () => StreamingFunction): Promise<TestGateway> => {
  installAwsLambda();
  const streamingFunction = makeFunction();
  const reports: unknown[] = [];
  const gateway = createGateway({
    functions: { api: streamingFunction, admin: streamingFunction },
    authorizer: createAuthorizer({
      authenticate: async (headers) => {
        if (headers['x-api-key'] === 'broken') throw new Error('table unreachable');
        if (headers['x-api-key'] !== 'caller') throw new ServiceError('token_expired', 'The token has expired.');
        return { kind: 'client', id: 'client:1', tenantId: 'tenant-1', scopes: ['prompts'], tier: 'basic' };
      },
      usageIdentifierKeys: { basic: 'basic' },
    }),
    verifyAccessToken: async (token) => {
      if (token === 'expired') throw new ServiceError('token_expired', 'The token has expired.');
      if (token !== 'admin' && token !== 'user') throw new ServiceError('invalid_credentials', 'wrong');
      return { sub: token, client_id: 'console', scope: token === 'admin' ? 'service/admin' : 'service/prompts' };
    },
    scopePrefix: 'service/',
    allowedOrigin: '*',
    clock: createFakeClock(),
    report: (_message, error) => reports.push(error),
  });
  const server = createServer((incoming, response) => void gateway(incoming, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, reports };
};
