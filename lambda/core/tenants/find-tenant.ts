import { ServiceError } from '#core/errors/service-error.ts';
import type { Tenant } from './tenant.ts';
import type { TenantStore } from './tenant-store.ts';

/** The tenant with that id. @throws ServiceError `not_found`. */
export const findTenant = async (id: string, tenants: Pick<TenantStore, 'get'>): Promise<Tenant> => {
  const tenant = await tenants.get(id);
  if (tenant) return tenant;
  throw new ServiceError('not_found', `There is no tenant "${id}".`);
};
