import type { Principal } from '#core/auth/principal.ts';
import type { AccessTokenClaims } from './access-token-verifier.ts';

/** Whom an access token speaks for: a user, or an app client, whose token has its own id as `sub`. */
export const tokenCaller = (
  claims: AccessTokenClaims,
  scopePrefix: string,
): Pick<Principal, 'kind' | 'id' | 'scopes'> => {
  const kind = claims.sub === claims.client_id ? 'client' : 'user';
  return { kind, id: `${kind}:${claims.sub}`, scopes: tokenScopes(claims, scopePrefix) };
};

/** This service's scopes in a token, without their prefix; those of other resource servers are left out. */
export const tokenScopes = ({ scope }: AccessTokenClaims, scopePrefix: string): string[] =>
  scope
    .split(' ')
    .filter((name) => name.startsWith(scopePrefix))
    .map((name) => name.slice(scopePrefix.length));
