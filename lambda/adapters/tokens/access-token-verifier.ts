import { JwtVerifier } from 'aws-jwt-verify';
import {
  FetchError,
  JwksValidationError,
  JwkValidationError,
  JwtExpiredError,
  JwtInvalidIssuerError,
} from 'aws-jwt-verify/error';
import type { JwksCache } from 'aws-jwt-verify/jwk';
import type { JwtPayload } from 'aws-jwt-verify/jwt-model';
import { ServiceError } from '#core/errors/service-error.ts';

/** The claims of an access token that the service reads. */
export interface AccessTokenClaims {
  readonly sub: string;
  readonly client_id: string;
  /** Separated by spaces, each prefixed with its resource server's identifier. */
  readonly scope: string;
}

/** Verifies an access token. @throws ServiceError `token_expired`, `invalid_credentials`, `unavailable`. */
export type AccessTokenVerifier = (token: string) => Promise<AccessTokenClaims>;

export interface AccessTokenVerifierOptions {
  readonly issuer: string;
  /** @default - `/.well-known/jwks.json` below the issuer */
  readonly jwksUrl?: string;
  /** App clients whose tokens are accepted. */
  readonly clientIds: readonly string[];
  /** @default - fetches by HTTPS only, and keeps the keys while the process lives */
  readonly jwksCache?: JwksCache;
}

/**
 * Verifies Cognito's access tokens, and those of any issuer that makes them alike.
 *
 * Not `CognitoJwtVerifier`, because that knows no issuer but Cognito. Access tokens have no audience; the client id
 * stands for it: https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export const createAccessTokenVerifier = (options: AccessTokenVerifierOptions): AccessTokenVerifier => {
  const { issuer, jwksUrl, clientIds, jwksCache } = options;
  const verifier = JwtVerifier.create(
    { issuer, audience: null, ...(jwksUrl !== undefined && { jwksUri: jwksUrl }) },
    jwksCache && { jwksCache },
  );
  return async (token) => {
    const payload = await verifier.verify(token).catch((error: unknown) => {
      throw refusal(error);
    });
    return readClaims(payload, clientIds);
  };
};

/** The claims of a token whose signature, issuer and expiry are verified. */
const readClaims = (payload: JwtPayload, clientIds: readonly string[]): AccessTokenClaims => {
  const { sub, exp, client_id, token_use, scope } = payload;
  if (token_use === 'id') throw refused('This is an ID token. Send the access token that came with it.');
  if (token_use !== 'access') throw refused('This is not an access token. Get one from the token endpoint.');
  // The library accepts a token that never expires.
  if (exp === undefined) throw refused('This token has no expiry. Get one from the token endpoint.');
  if (typeof client_id !== 'string' || !clientIds.includes(client_id)) {
    throw refused('This token was issued to a client that is not accepted here. Use a client of this deployment.');
  }
  if (sub === undefined) throw refused('This token names nobody: it has no sub. Get one from the token endpoint.');
  return { sub, client_id, scope: scope ?? '' };
};

const refused = (message: string, cause?: unknown): ServiceError =>
  new ServiceError('invalid_credentials', message, { cause });

/** What the library's error means to the caller. */
const refusal = (error: unknown): ServiceError => {
  if (error instanceof JwtExpiredError) {
    return new ServiceError('token_expired', 'The access token has expired. Get a new one from the token endpoint.', {
      cause: error,
    });
  }
  if (error instanceof JwtInvalidIssuerError) {
    return refused('This token is from another issuer. Get one from the token endpoint of this deployment.', error);
  }
  const isOurs =
    error instanceof FetchError || error instanceof JwksValidationError || error instanceof JwkValidationError;
  if (isOurs) {
    return new ServiceError('unavailable', 'The keys to verify access tokens cannot be had now. Try again shortly.', {
      cause: error,
    });
  }
  return refused('The access token is not valid: it is malformed, or not signed by a key of its issuer.', error);
};
