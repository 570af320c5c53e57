import { z } from 'zod';
import { tierQuota } from '#core/limits/tier-quota.ts';
import type { Settings } from '#core/settings.ts';
import { QuotaJson, toQuotaJson } from './quota-json.ts';

const { limits } = QuotaJson.shape;

/** A tier as administrators see it; null: not limited. */
export const TierJson = z.object({
  id: z.string(),
  object: z.literal('tier'),
  is_default: z.boolean(),
  tenant_limits: limits,
  caller_limits: limits,
});

/** The tier as administrators see it. */
export const toTierJson = (id: string, settings: Settings): z.infer<typeof TierJson> => {
  const { tenant, principal } = tierQuota(id, settings);
  return {
    ...{ id, object: 'tier', is_default: id === settings.defaultTier },
    tenant_limits: toQuotaJson({ limits: tenant }).limits,
    caller_limits: toQuotaJson({ limits: principal }).limits,
  };
};
