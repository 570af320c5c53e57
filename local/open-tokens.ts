import { type AccessTokenVerifier, createAccessTokenVerifier } from '#adapters/tokens/access-token-verifier.ts';
import { apiKeyRecord } from '#adapters/tokens/create-api-key.ts';
import type { ApiKeyStore } from '#core/auth/api-key.ts';
import type { Clock } from '#core/clock.ts';
import type { Serve } from '#local/gateway/create-gateway.ts';
import { createIssuer, ISSUER_PATHS } from '#local/issuer/create-issuer.ts';
import { createHttpJwksCache } from '#local/issuer/http-jwks-cache.ts';
import { serveIssuer } from '#local/issuer/serve-issuer.ts';
import { loadSigningKey } from '#local/issuer/signing-key.ts';
import { type Credentials, loadCredentials } from './credentials.ts';
import type { TokenIssuer } from './options.ts';

/** What scopes are prefixed with in tokens: the stack's resource server. */
export const SCOPE_PREFIX = 'headless-claude/';

export interface TokensOptions {
  readonly dataDir: string;
  readonly baseUrl: string;
  readonly tokenIssuer?: TokenIssuer | undefined;
  readonly apiKeys: ApiKeyStore;
  readonly tier: string;
  readonly clock: Clock;
}

/** Who may call. */
export interface Tokens {
  readonly credentials: Credentials;
  readonly verifyAccessToken: AccessTokenVerifier;
  /** The local issuer, unless there is another one. */
  readonly issuer: Serve | undefined;
}

/**
 * Gets ready who may call: the client of the local issuer (or those of another), and an API key.
 *
 * Client and key are of one tenant, so that their owner finds the same prompts by either.
 */
export const openTokens = async (options: TokensOptions): Promise<Tokens> => {
  const { dataDir, baseUrl, tokenIssuer } = options;
  const addresses = { base_url: baseUrl, ...(!tokenIssuer && { token_url: baseUrl + ISSUER_PATHS.token }) };
  const credentials = await loadCredentials(dataDir, addresses);
  await storeApiKey(credentials, options);
  const { jwksUrl, ...trusted } = tokenIssuer ?? { issuer: baseUrl, clientIds: [credentials.client_id] };
  return {
    credentials,
    verifyAccessToken: createAccessTokenVerifier({
      ...trusted,
      ...(jwksUrl !== undefined && { jwksUrl }),
      jwksCache: createHttpJwksCache(),
    }),
    issuer: tokenIssuer ? undefined : serveIssuer(await openIssuer(credentials, options)),
  };
};

const openIssuer = async (credentials: Credentials, { dataDir, baseUrl, clock }: TokensOptions) => {
  const client = {
    clientId: credentials.client_id,
    clientSecret: credentials.client_secret,
    scopes: ['prompts', 'admin'].map((scope) => SCOPE_PREFIX + scope),
  };
  return createIssuer({ issuer: baseUrl, key: await loadSigningKey(dataDir), client, clock });
};

/** A key that was revoked stays so. */
const storeApiKey = async ({ api_key, client_id }: Credentials, { apiKeys, tier, clock }: TokensOptions) => {
  const facts = { tenantId: `client:${client_id}`, name: 'local', scopes: ['prompts'], tier, createdAtMs: clock() };
  const record = apiKeyRecord(api_key, facts);
  const stored = await apiKeys.find(record.prefix);
  if (stored?.revokedAtMs !== undefined) return;
  await apiKeys.put({ ...record, createdAtMs: stored?.createdAtMs ?? record.createdAtMs });
};
