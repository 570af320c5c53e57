import { z } from 'zod';

/** That a Cognito user or client is not a tenant of its own, but belongs to another. */
export const Assignment = z.object({
  /** `user:<sub>` or `client:<client id>`. */
  principalId: z.string(),
  tenantId: z.string(),
  assignedAtMs: z.int(),
});
export type Assignment = z.infer<typeof Assignment>;
