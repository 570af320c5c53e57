import { z } from 'zod';
import { Quota } from '#core/limits/quota.ts';
import { Profile } from '#core/runs/run-request.ts';

/** What a caller may use: its own part, and its tenant's. */
export const Allowance = z.object({
  /** The caller's own, never above its tenant's. */
  quota: Quota.exactOptional(),
  tenantQuota: Quota.exactOptional(),
  /**
   * Full ids of the models that the caller may use.
   * @default - all
   */
  models: z.array(z.string()).exactOptional(),
  /** @default - all */
  profiles: z.array(Profile).exactOptional(),
});
export type Allowance = z.infer<typeof Allowance>;
