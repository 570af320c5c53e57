import type { Principal } from './principal.ts';

/** Whose an access token is: a user's, or an app client's, which has its own id as `sub`. */
export const tokenOwner = (claims: {
  readonly sub: string;
  readonly client_id?: string;
}): Pick<Principal, 'kind' | 'id'> => {
  const kind = claims.sub === claims.client_id ? 'client' : 'user';
  return { kind, id: `${kind}:${claims.sub}` };
};
