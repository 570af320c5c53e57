import type { Principal } from '#core/auth/principal.ts';
import { tokenOwner } from '#core/auth/token-owner.ts';
import type { AccessTokenClaims } from './access-token-verifier.ts';

/** Whom an access token speaks for, and what for. */
export const tokenCaller = (
  claims: AccessTokenClaims,
  scopePrefix: string,
): Pick<Principal, 'kind' | 'id' | 'scopes'> => ({ ...tokenOwner(claims), scopes: tokenScopes(claims, scopePrefix) });

/** This service's scopes in a token, without their prefix; those of other resource servers are left out. */
export const tokenScopes = ({ scope }: AccessTokenClaims, scopePrefix: string): string[] =>
  scope
    .split(' ')
    .filter((name) => name.startsWith(scopePrefix))
    .map((name) => name.slice(scopePrefix.length));
