import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import { changedQuota } from './quota-body.ts';
import type { TenantChanges } from './tenant-body.ts';

/** @throws ServiceError `invalid_request` unless there is such a tier. */
const checkTier = (tier: string, { tiers }: Settings): void => {
  if (Object.hasOwn(tiers, tier)) return;
  const message = `must be one of: ${Object.keys(tiers).join(', ')}`;
  throw new ServiceError('invalid_request', `There is no tier "${tier}": it ${message}.`, {
    fields: [{ pointer: '/tier', message }],
  });
};

/**
 * The tenant with those changes.
 *
 * @throws ServiceError `invalid_request` if there is no such tier, and what `changedQuota` throws.
 */
export const changedTenant = (
  { disabledAtMs, ...tenant }: Tenant,
  { name = tenant.name, tier, disabled = disabledAtMs !== undefined, ...quota }: TenantChanges,
  settings: Settings,
  nowMs: number,
): Tenant => {
  // Its own may be there no more, and must not keep it from being changed.
  if (tier !== undefined) checkTier(tier, settings);
  return {
    ...tenant,
    ...{ name, tier: tier ?? tenant.tier, ...changedQuota(tenant, quota, nowMs) },
    ...(disabled && { disabledAtMs: disabledAtMs ?? nowMs }),
  };
};
