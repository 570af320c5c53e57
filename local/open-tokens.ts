import { newId } from '#adapters/system/new-id.ts';
import { type AccessTokenVerifier, createAccessTokenVerifier } from '#adapters/tokens/access-token-verifier.ts';
import { apiKeyRecord } from '#adapters/tokens/create-api-key.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import { tokenOwner } from '#core/auth/token-owner.ts';
import type { Clock } from '#core/clock.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
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
  readonly tenants: TenantStore;
  /** Of a tenant that is made here. */
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
 * Gets ready who may call: the client of the local issuer (or those of another), an API key, and their tenant.
 *
 * Client and key are of one tenant, so that their owner finds the same prompts by either.
 */
export const openTokens = async (options: TokensOptions): Promise<Tokens> => {
  const { dataDir, baseUrl, tokenIssuer } = options;
  const addresses = { base_url: baseUrl, ...(!tokenIssuer && { token_url: baseUrl + ISSUER_PATHS.token }) };
  const credentials = await loadCredentials(dataDir, addresses);
  await storeTenant(credentials, options);
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

/** Tenant and key are made once: what becomes of them later stays. */
const storeTenant = async ({ api_key, client_id }: Credentials, { apiKeys, tenants, tier, clock }: TokensOptions) => {
  const { id } = tokenOwner({ sub: client_id, client_id });
  const createdAtMs = clock();
  if (!(await tenants.get(id))) await tenants.create({ id, name: 'local', tier, createdAtMs, version: 1 });
  const facts = { id: newId('key', createdAtMs), tenantId: id, name: 'local', scopes: ['prompts'], createdAtMs };
  const key = apiKeyRecord(api_key, facts);
  if (!(await apiKeys.find(key.prefix))) await apiKeys.create(key);
};
