import { z } from 'zod';
import { Quota } from '#core/limits/quota.ts';

/** Who is isolated and billed: what callers belong to. */
export const Tenant = Quota.extend({
  /** `ten_…`, or the id of a Cognito principal that is a tenant of its own: `user:<sub>`, `client:<client id>`. */
  id: z.string(),
  name: z.string(),
  /** A key of `settings.tiers`. */
  tier: z.string(),
  createdAtMs: z.int(),
  /** All its callers are refused until it is enabled again. */
  disabledAtMs: z.int().exactOptional(),
  /** Rises with every change. */
  version: z.int(),
});
export type Tenant = z.infer<typeof Tenant>;
