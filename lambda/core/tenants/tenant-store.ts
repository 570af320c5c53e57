import type { Tenant } from './tenant.ts';

/** A page of tenants, in the order of their ids. */
export interface TenantPage {
  readonly tenants: readonly Tenant[];
  readonly hasMore: boolean;
  /** What the next page comes `after`. */
  readonly lastId?: string;
}

/** Where tenants are kept. */
export interface TenantStore {
  get(id: string): Promise<Tenant | undefined>;
  list(query: { readonly limit: number; readonly after?: string }): Promise<TenantPage>;
  /** Stores a new tenant. @returns false if there is one with its id. */
  create(tenant: Tenant): Promise<boolean>;
  /**
   * Stores what has become of a tenant, if nobody else has changed it since it was read.
   *
   * @returns the tenant as stored, with its new version; `undefined` if somebody else was faster, or it is not there.
   */
  replace(tenant: Tenant): Promise<Tenant | undefined>;
  /**
   * Its keys, and whatever else is its callers', are refused from then on.
   *
   * @returns false if somebody else has changed it since it was read, or it is not there.
   */
  delete(tenant: Pick<Tenant, 'id' | 'version'>): Promise<boolean>;
}
