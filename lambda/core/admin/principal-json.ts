import { z } from 'zod';
import type { Assignment } from '#core/tenants/assignment.ts';
import { toInstant } from '#core/time/to-instant.ts';

/** A Cognito user or client that belongs to a tenant, as administrators see it. */
export const PrincipalJson = z.object({
  id: z.string(),
  object: z.literal('principal'),
  tenant_id: z.string(),
  assigned_at: z.iso.datetime(),
});

/** The assignment as administrators see it. */
export const toPrincipalJson = (assignment: Assignment): z.infer<typeof PrincipalJson> => ({
  id: assignment.principalId,
  object: 'principal',
  tenant_id: assignment.tenantId,
  assigned_at: toInstant(assignment.assignedAtMs),
});
