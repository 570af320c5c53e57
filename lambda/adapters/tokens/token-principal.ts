import type { Principal } from '#core/auth/principal.ts';
import type { AccessTokenClaims } from './access-token-verifier.ts';

export interface TokenPrincipalOptions {
  /** What this service's scopes are prefixed with in tokens. */
  readonly scopePrefix: string;
  readonly tier: string;
}

/**
 * Whom an access token speaks for: a user, or an app client, whose token has its own id as `sub`.
 *
 * Each is its own tenant.
 */
export const tokenPrincipal = (claims: AccessTokenClaims, { scopePrefix, tier }: TokenPrincipalOptions): Principal => {
  const kind = claims.sub === claims.client_id ? 'client' : 'user';
  const id = `${kind}:${claims.sub}`;
  return { kind, id, tenantId: id, scopes: tokenScopes(claims, scopePrefix), tier };
};

/** This service's scopes in a token, without their prefix; those of other resource servers are left out. */
export const tokenScopes = ({ scope }: AccessTokenClaims, scopePrefix: string): string[] =>
  scope
    .split(' ')
    .filter((name) => name.startsWith(scopePrefix))
    .map((name) => name.slice(scopePrefix.length));
