import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { SignJWT } from 'jose';
import { sha256 } from '#adapters/tokens/sha256.ts';
import type { Clock } from '#core/clock.ts';
import type { SigningKey } from './signing-key.ts';
import { parseTokenRequest, type TokenRequest } from './token-request.ts';

/** An app client that may get tokens. */
export interface IssuerClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The scopes that it may have, with their prefix. */
  readonly scopes: readonly string[];
}

export interface IssuerOptions {
  /** `iss` of the tokens, and the address below which it is found. */
  readonly issuer: string;
  readonly key: SigningKey;
  readonly client: IssuerClient;
  readonly clock: Clock;
}

/** A request of one of `ISSUER_PATHS`; header names are lower case. */
export interface IssuerRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An answer, to be written as JSON. */
export interface IssuerResponse {
  readonly status: number;
  readonly body: object;
}

/** Where the issuer's endpoints are. */
export const ISSUER_PATHS = {
  token: '/oauth2/token',
  jwks: '/.well-known/jwks.json',
  configuration: '/.well-known/openid-configuration',
} as const;

const LIFETIME_SECONDS = 3600;

/** Answers a request of one of `ISSUER_PATHS`. */
export type Issuer = (request: IssuerRequest) => Promise<IssuerResponse>;

/**
 * Stands for a Cognito user pool: issues access tokens to one machine client, by `client_credentials`.
 *
 * Answers and errors are Cognito's: https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
 */
export const createIssuer = (options: IssuerOptions): Issuer => {
  const { issuer, key, client } = options;
  return async ({ method, path, headers, body }) => {
    if (path === ISSUER_PATHS.jwks) return { status: 200, body: { keys: [key.publicJwk] } };
    if (path === ISSUER_PATHS.configuration) return { status: 200, body: configuration(issuer) };
    if (method !== 'POST') return { status: 405, body: { error: 'method_not_allowed' } };
    const request = parseTokenRequest(headers, body);
    const error = findError(request, client);
    if (error !== undefined) return { status: 400, body: { error } };
    const access_token = await sign(request.scopes.length > 0 ? request.scopes : client.scopes, options);
    return { status: 200, body: { access_token, expires_in: LIFETIME_SECONDS, token_type: 'Bearer' } };
  };
};

/** Cognito's error code for what is wrong with a request; the status is 400 for all of them. */
const findError = (request: TokenRequest, client: IssuerClient): string | undefined => {
  const { grantType, clientId, clientSecret, scopes } = request;
  const isClient = isEqual(clientId, client.clientId) && isEqual(clientSecret, client.clientSecret);
  if (!isClient) return 'invalid_client';
  if (grantType === null) return 'invalid_request';
  if (grantType !== 'client_credentials') return 'unsupported_grant_type';
  return scopes.every((scope) => client.scopes.includes(scope)) ? undefined : 'invalid_scope';
};

/** Compares in constant time, of texts of any length. */
const isEqual = (given: string | null, expected: string): boolean =>
  timingSafeEqual(sha256(given ?? ''), sha256(expected));

/** An access token with Cognito's claims. */
const sign = (scopes: readonly string[], { issuer, key, client, clock }: IssuerOptions): Promise<string> => {
  const nowSeconds = Math.floor(clock() / 1000);
  return new SignJWT({
    sub: client.clientId,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: nowSeconds,
    iss: issuer,
    exp: nowSeconds + LIFETIME_SECONDS,
    iat: nowSeconds,
    version: 2,
    jti: randomUUID(),
    client_id: client.clientId,
  })
    .setProtectedHeader({ alg: 'RS256', kid: key.publicJwk.kid })
    .sign(key.privateKey);
};

const configuration = (issuer: string): object => ({
  issuer,
  token_endpoint: issuer + ISSUER_PATHS.token,
  jwks_uri: issuer + ISSUER_PATHS.jwks,
  grant_types_supported: ['client_credentials'],
  token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
  id_token_signing_alg_values_supported: ['RS256'],
  response_types_supported: [],
  subject_types_supported: ['public'],
});
