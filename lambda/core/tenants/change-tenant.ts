import { replaceLatest } from '#core/replace-latest.ts';
import { findTenant } from './find-tenant.ts';
import type { Tenant } from './tenant.ts';
import type { TenantStore } from './tenant-store.ts';

/**
 * Changes a tenant, whoever else changes it at the same time: nobody undoes what another has done.
 *
 * @param change makes of the tenant what it is to be. May be called again, with what somebody else has made of it.
 * @param prepare done before each try to store that; if it fails, nothing is stored.
 * @returns the tenant as it now stands.
 * @throws ServiceError `not_found`, `unavailable` if others change it all the time.
 */
export const changeTenant = (
  tenants: TenantStore,
  id: string,
  change: (tenant: Tenant) => Tenant,
  prepare?: (before: Tenant, after: Tenant) => Promise<void>,
): Promise<Tenant> =>
  replaceLatest({
    name: `The tenant ${id}`,
    read: () => findTenant(id, tenants),
    replace: tenants.replace,
    change,
    ...(prepare && { prepare }),
  });
