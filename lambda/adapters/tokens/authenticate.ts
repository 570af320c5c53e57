import { apiKeyPrincipal } from '#core/auth/api-key-principal.ts';
import { cognitoPrincipal } from '#core/auth/cognito-principal.ts';
import type { Principal } from '#core/auth/principal.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import type { AssignmentStore } from '#core/tenants/assignment-store.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
import type { AccessTokenVerifier } from './access-token-verifier.ts';
import type { ApiKeyVerifier } from './api-key-verifier.ts';
import { tokenCaller } from './token-caller.ts';

/** A request's headers, with names in any case. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** Finds out who is calling. @throws ServiceError `invalid_credentials`, `token_expired`, `unavailable`. */
export type Authenticator = (headers: Headers) => Promise<Principal>;

export interface AuthenticatorOptions {
  readonly verifyAccessToken: AccessTokenVerifier;
  readonly verifyApiKey: ApiKeyVerifier;
  readonly tenants: Pick<TenantStore, 'get'>;
  readonly assignments: Pick<AssignmentStore, 'find'>;
  readonly settings: Settings;
  /** What this service's scopes are prefixed with in tokens. */
  readonly scopePrefix: string;
}

/**
 * Authenticates callers by an access token or an API key, either of them in either header.
 *
 * Key, assignment and tenant are read anew each time: what is revoked or disabled is refused with the next request.
 */
export const createAuthenticator =
  ({
    verifyAccessToken,
    verifyApiKey,
    tenants,
    assignments,
    settings,
    scopePrefix,
  }: AuthenticatorOptions): Authenticator =>
  async (headers) => {
    const credential = readCredential(headers);
    if (credential.startsWith('hck_')) {
      const key = await verifyApiKey(credential);
      return apiKeyPrincipal(key, await tenants.get(key.tenantId), settings);
    }
    const caller = tokenCaller(await verifyAccessToken(credential), scopePrefix);
    const assignment = await assignments.find(caller.id);
    const tenant = await tenants.get(assignment?.tenantId ?? caller.id);
    return cognitoPrincipal(caller, assignment, tenant, settings);
  };

/** SDKs differ in the header they send a key in: https://docs.anthropic.com/en/api/overview */
const readCredential = (headers: Headers): string => {
  const authorization = readHeader(headers, 'authorization');
  const bearer = authorization && readBearer(authorization);
  const apiKey = readHeader(headers, 'x-api-key');
  if (bearer && apiKey && bearer !== apiKey) {
    throw refused('There are two different credentials, in Authorization and in x-api-key. Send only one.');
  }
  const credential = bearer || apiKey;
  if (!credential) {
    throw refused(
      'There is no credential. Send an access token or an API key as Authorization: Bearer ..., or as x-api-key.',
    );
  }
  return credential;
};

const readHeader = (headers: Headers, name: string): string | undefined =>
  Object.entries(headers)
    .find(([key]) => key.toLowerCase() === name)?.[1]
    ?.trim();

const readBearer = (authorization: string): string => {
  const token = /^bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw refused('The Authorization header must be the word Bearer, a space, and an access token or an API key.');
  }
  return token;
};

const refused = (message: string): ServiceError => new ServiceError('invalid_credentials', message);
