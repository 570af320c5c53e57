import type { Settings, TierLimits } from '#core/settings.ts';
import type { Limits } from './limits.ts';

/** What a tier allows each caller, and each tenant. */
export interface TierQuota {
  readonly principal: Limits;
  readonly tenant: Limits;
}

const present = (limits: { readonly [name in keyof Limits]: number | undefined }): Limits =>
  Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));

const toTierQuota = (tier: TierLimits): TierQuota => ({
  principal: present({
    requestsPerMinute: tier.requestsPerMinutePerPrincipal,
    tokensPerMinute: tier.tokensPerMinutePerPrincipal,
    requestsPerDay: tier.requestsPerDayPerPrincipal,
    concurrentRuns: tier.concurrentRunsPerPrincipal,
  }),
  tenant: present({
    requestsPerMinute: tier.requestsPerMinutePerTenant,
    tokensPerMinute: tier.tokensPerMinutePerTenant,
    requestsPerDay: tier.requestsPerDayPerTenant,
    concurrentRuns: tier.concurrentRunsPerTenant,
  }),
});

/** The limits of a tier; of the default tier, if there is none of that name any more. */
export const tierQuota = (name: string, { tiers, defaultTier }: Settings): TierQuota => {
  const tier = tiers[Object.hasOwn(tiers, name) ? name : defaultTier];
  if (!tier) throw new Error(`settings.defaultTier "${defaultTier}" is not one of settings.tiers`);
  return toTierQuota(tier);
};
