import { budgetsAt } from '#core/budgets/budgets-at.ts';
import { parameterName } from '#core/errors/parameter-name.ts';
import { type FieldError, ServiceError } from '#core/errors/service-error.ts';
import type { Quota } from '#core/limits/quota.ts';
import { toQuotaJson } from './quota-json.ts';

const above = (pointer: string, own: object, most: Readonly<Record<string, unknown>>, unit = ''): FieldError[] =>
  Object.entries(own).flatMap(([name, value]) => {
    const limit = most[name];
    if (typeof value !== 'number' || typeof limit !== 'number' || value <= limit) return [];
    return [{ pointer: `${pointer}/${name}`, message: `${value}${unit} is above the tenant's ${limit}${unit}` }];
  });

/**
 * Refuses limits and budgets that are to be set for a key and are above those of its tenant; a raise, if it is above
 * what the tenant has now.
 *
 * @throws ServiceError `invalid_request`, naming each.
 */
export const checkWithinTenant = (set: Quota, tenant: Quota, nowMs: number): void => {
  const { limits, budgets } = toQuotaJson(set);
  const most = toQuotaJson(tenant);
  const now = toQuotaJson({ budgets: budgetsAt(tenant.budgets ?? {}, nowMs) });
  const fields = [
    ...above('/limits', limits, most.limits),
    ...above('/budgets', budgets, most.budgets, ' USD'),
    ...above('/budgets/raise', budgets.raise ?? {}, now.budgets, ' USD'),
  ];
  if (fields.length === 0) return;
  const list = fields.map(({ pointer, message }) => `${parameterName(pointer)}: ${message}`).join('; ');
  throw new ServiceError('invalid_request', `A key may not have more than its tenant. ${list}.`, { fields });
};
