import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import { tierOf } from '#core/tenants/tier-of.ts';
import type { Principal } from './principal.ts';

/** What a tenant gives all its callers. @throws ServiceError `invalid_credentials` if it is disabled. */
export const ofTenant = (tenant: Tenant, settings: Settings): Pick<Principal, 'tier' | 'tenantQuota'> => {
  if (tenant.disabledAtMs !== undefined) {
    throw new ServiceError('invalid_credentials', 'The tenant of this credential is disabled.');
  }
  const { limits, budgets } = tenant;
  return {
    tier: tierOf(tenant, settings),
    tenantQuota: { ...(limits && { limits }), ...(budgets && { budgets }) },
  };
};
