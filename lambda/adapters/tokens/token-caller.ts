import type { Principal } from '#core/auth/principal.ts';
import { tokenOwner } from '#core/auth/token-owner.ts';
import type { AccessTokenClaims } from './access-token-verifier.ts';
import { tokenScopes } from './token-scopes.ts';

/** Whom an access token speaks for, and what for. */
export const tokenCaller = (
  claims: AccessTokenClaims,
  scopePrefix: string,
): Pick<Principal, 'kind' | 'id' | 'scopes'> => ({ ...tokenOwner(claims), scopes: tokenScopes(claims, scopePrefix) });
