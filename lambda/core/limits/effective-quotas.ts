import type { Principal } from '#core/auth/principal.ts';
import type { Budgets } from '#core/budgets/budgets.ts';
import { budgetsAt } from '#core/budgets/budgets-at.ts';
import type { Settings } from '#core/settings.ts';
import type { Limits } from './limits.ts';
import { tierQuota } from './tier-quota.ts';

/** What stands now for one key, other caller, or tenant. */
export interface EffectiveQuota {
  /** `principal:<id>` or `tenant:<id>`: whose counters these limits are held against. */
  readonly subject: string;
  readonly of: 'caller' | 'tenant';
  readonly limits: Limits;
  readonly budgets: Omit<Budgets, 'raise'>;
}

type Numbers = Readonly<Record<string, number | undefined>>;

/** Each number, but never above the one of that name in `most`. */
const clamped = <T extends object>(numbers: T, most: Numbers): T =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, Math.min(value, most[name] ?? value)])) as T;

/**
 * The limits and budgets that stand now: the caller's first, then its tenant's.
 *
 * The tier gives the limits, its tenant others, and a key others again, but never above those of its tenant.
 */
export const effectiveQuotas = (
  { id, tenantId, tier, quota, tenantQuota }: Principal,
  settings: Settings,
  nowMs: number,
): readonly [caller: EffectiveQuota, tenant: EffectiveQuota] => {
  const byTier = tierQuota(tier, settings);
  const tenant = {
    limits: { ...byTier.tenant, ...tenantQuota?.limits },
    budgets: budgetsAt(tenantQuota?.budgets ?? {}, nowMs),
  };
  return [
    {
      subject: `principal:${id}`,
      of: 'caller',
      limits: clamped({ ...byTier.principal, ...quota?.limits }, tenant.limits),
      budgets: clamped(budgetsAt(quota?.budgets ?? {}, nowMs), tenant.budgets),
    },
    { subject: `tenant:${tenantId}`, of: 'tenant', ...tenant },
  ];
};
