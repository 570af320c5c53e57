import { createApiKeyVerifier } from '#adapters/tokens/api-key-verifier.ts';
import { createAuthenticator } from '#adapters/tokens/authenticate.ts';
import { createApiKey, renewApiKey } from '#adapters/tokens/create-api-key.ts';
import { createAdmin } from '#lambda/create-admin.ts';
import { createApi } from '#lambda/create-api.ts';
import { createAuthorizer } from '#lambda/create-authorizer.ts';
import { bufferedFunction } from '#local/gateway/buffered-function.ts';
import { createGateway, type Serve } from '#local/gateway/create-gateway.ts';
import { installAwsLambda } from '#local/gateway/install-aws-lambda.ts';
import type { StreamingFunction } from '#local/gateway/invoke-function.ts';
import type { LocalPorts } from './local-ports.ts';
import { SCOPE_PREFIX, type Tokens } from './open-tokens.ts';

/** The three functions that serve requests, made as their entry points in lambda/ make them, behind a gateway. */
export const wireGateway = (ports: LocalPorts, { verifyAccessToken }: Pick<Tokens, 'verifyAccessToken'>): Serve => {
  const { settings, apiKeys, tenants, assignments, clock, report } = ports;
  const { allowedOrigin, tiers } = settings;
  installAwsLambda();
  const authorizer = createAuthorizer({
    authenticate: createAuthenticator({
      verifyAccessToken,
      verifyApiKey: createApiKeyVerifier(apiKeys, clock),
      tenants,
      assignments,
      settings,
      scopePrefix: SCOPE_PREFIX,
    }),
    // No usage plan meters by them here.
    usageIdentifierKeys: Object.fromEntries(Object.keys(tiers).map((tier) => [tier, tier])),
  });
  const admin = createAdmin({ ...ports, keyMaker: { create: createApiKey, renew: renewApiKey } });
  return createGateway({
    // middy's types do not know that a handler in streaming mode is also given a stream.
    functions: { api: createApi(ports) as unknown as StreamingFunction, admin: bufferedFunction(admin) },
    authorizer,
    verifyAccessToken,
    scopePrefix: SCOPE_PREFIX,
    allowedOrigin,
    clock,
    report,
  });
};
