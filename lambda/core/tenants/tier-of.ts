import type { Settings } from '#core/settings.ts';
import type { Tenant } from './tenant.ts';

/** The tier by which a tenant's callers are limited: where its own is there no more, the default. */
export const tierOf = ({ tier }: Pick<Tenant, 'tier'>, { tiers, defaultTier }: Settings): string =>
  Object.hasOwn(tiers, tier) ? tier : defaultTier;
