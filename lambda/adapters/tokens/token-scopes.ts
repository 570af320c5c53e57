import type { AccessTokenClaims } from './access-token-verifier.ts';

/** This service's scopes in a token, without their prefix; those of other resource servers are left out. */
export const tokenScopes = ({ scope }: AccessTokenClaims, scopePrefix: string): string[] =>
  scope
    .split(' ')
    .filter((name) => name.startsWith(scopePrefix))
    .map((name) => name.slice(scopePrefix.length));
