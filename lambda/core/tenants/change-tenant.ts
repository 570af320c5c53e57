import { ServiceError } from '#core/errors/service-error.ts';
import type { Tenant } from './tenant.ts';
import type { TenantStore } from './tenant-store.ts';

/** Who fails has seen another succeed, and few administer the same tenant. */
const MAX_TRIES = 10;

/**
 * Changes a tenant, whoever else changes it at the same time: nobody undoes what another has done.
 *
 * @param change makes of the tenant what it is to be. May be called again, with what somebody else has made of it.
 * @returns the tenant before and after.
 * @throws ServiceError `not_found`, `unavailable` if others change it all the time.
 */
export const changeTenant = async (
  tenants: TenantStore,
  id: string,
  change: (tenant: Tenant) => Tenant,
): Promise<{ readonly before: Tenant; readonly after: Tenant }> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const before = await tenants.get(id);
    if (!before) throw new ServiceError('not_found', `There is no tenant "${id}".`);
    const after = await tenants.replace(change(before));
    if (after) return { before, after };
  }
  throw new ServiceError('unavailable', `The tenant ${id} is being changed by others. Try again.`);
};
