import { tokenOwner } from './token-owner.ts';

/** Who administers the deployment: a person, or an app client. */
export interface Administrator {
  /** `user:<sub>` or `client:<client id>`. */
  readonly id: string;
}

/** The administrator that a verified access token speaks for. */
export const toAdministrator = (claims: { readonly sub: string; readonly client_id?: string }): Administrator => ({
  id: tokenOwner(claims).id,
});
