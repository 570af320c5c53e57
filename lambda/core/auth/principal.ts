/** An authenticated caller: a Cognito user, a Cognito app client, or an API key. */
export interface Principal {
  readonly kind: 'user' | 'client' | 'api_key';
  /** Unique in the deployment: `user:<sub>`, `client:<client id>` or `key:<public prefix>`. */
  readonly id: string;
  /** Who is isolated and billed; 1 to 256 characters that Lambda accepts as a TenantId. */
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** The usage plan that the caller is metered by. */
  readonly tier: string;
}
