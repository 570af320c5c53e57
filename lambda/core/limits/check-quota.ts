import { ServiceError } from '#core/errors/service-error.ts';
import type { Quota } from './quota.ts';

type Numbers = Readonly<Record<string, unknown>>;

const above = (part: string, own: Numbers, most: Numbers) =>
  Object.entries(own).flatMap(([name, value]) => {
    const limit = most[name];
    if (typeof value !== 'number' || typeof limit !== 'number' || value <= limit) return [];
    return [{ pointer: `/${part}/${name}`, message: `${value} is above the tenant's ${limit}` }];
  });

/**
 * Refuses limits and budgets of a key that are above those of its tenant.
 *
 * @throws ServiceError `invalid_request`, naming each.
 */
export const checkWithinTenant = (quota: Quota, tenantQuota: Quota): void => {
  const fields = [
    ...above('limits', quota.limits ?? {}, tenantQuota.limits ?? {}),
    ...above('budgets', quota.budgets ?? {}, tenantQuota.budgets ?? {}),
  ];
  if (fields.length === 0) return;
  const list = fields.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
  throw new ServiceError('invalid_request', `A key may not have more than its tenant. ${list}.`, { fields });
};
