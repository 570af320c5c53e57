/** Who administers the deployment: a person, or an app client. */
export interface Administrator {
  /** `user:<sub>` or `client:<client id>`. */
  readonly id: string;
}

/** The administrator that a verified access token speaks for. The token of an app client has its own id as `sub`. */
export const toAdministrator = (claims: { readonly sub: string; readonly client_id?: string }): Administrator => ({
  id: claims.sub === claims.client_id ? `client:${claims.sub}` : `user:${claims.sub}`,
});
