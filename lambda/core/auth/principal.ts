import type { Allowance } from './allowance.ts';

/** An authenticated caller: a Cognito user, a Cognito app client, or an API key. */
export interface Principal extends Allowance {
  readonly kind: 'user' | 'client' | 'api_key';
  /** Unique in the deployment: `user:<sub>`, `client:<client id>`, or the id of an API key, `key_…`. */
  readonly id: string;
  /** Who is isolated and billed; 1 to 256 characters that Lambda accepts as a TenantId. */
  readonly tenantId: string;
  readonly scopes: readonly string[];
  /** The usage plan that the caller is metered by, and whose limits it has where no others are set. */
  readonly tier: string;
  /**
   * The API Gateway key that the caller is metered by.
   * @default - that of the tier
   */
  readonly usageIdentifierKey?: string;
}
