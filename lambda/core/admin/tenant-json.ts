import { z } from 'zod';
import type { Tenant } from '#core/tenants/tenant.ts';
import { maybeInstant } from '#core/time/maybe-instant.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { QuotaJson, toQuotaJson } from './quota-json.ts';

const instant = z.iso.datetime();

/** A tenant as administrators see it. */
export const TenantJson = QuotaJson.extend({
  id: z.string(),
  object: z.literal('tenant'),
  name: z.string(),
  tier: z.string(),
  disabled: z.boolean(),
  created_at: instant,
  disabled_at: instant.nullable(),
});
export type TenantJson = z.infer<typeof TenantJson>;

/** The tenant as administrators see it. */
export const toTenantJson = (tenant: Tenant): TenantJson => ({
  id: tenant.id,
  object: 'tenant',
  name: tenant.name,
  tier: tenant.tier,
  ...toQuotaJson(tenant),
  disabled: tenant.disabledAtMs !== undefined,
  created_at: toInstant(tenant.createdAtMs),
  disabled_at: maybeInstant(tenant.disabledAtMs),
});
