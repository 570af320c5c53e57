import { z } from 'zod';
import { addCounts, NO_COUNTS } from './usage-counts.ts';
import { CountsJson, toCountsJson } from './usage-json.ts';
import type { UsageStore } from './usage-store.ts';

/** What a tenant used in a month. */
export const TenantUsageJson = CountsJson.extend({
  id: z.string().meta({ description: 'Id of the tenant.' }),
  object: z.literal('tenant_usage'),
  month: z.string(),
});

/** What a tenant used in a month, `YYYY-MM`: at most 31 small items are read. */
export const tenantUsage = async (
  tenantId: string,
  month: string,
  usage: Pick<UsageStore, 'read'>,
): Promise<z.infer<typeof TenantUsageJson>> => {
  const counts = await usage.read(tenantId, 'profile', `${month}-01`, `${month}-31`);
  return { id: tenantId, object: 'tenant_usage', month, ...toCountsJson(counts.reduce(addCounts, NO_COUNTS)) };
};
