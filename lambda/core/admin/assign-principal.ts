import { type Actor, recordAct } from '#core/audit/record-act.ts';
import type { Assignment } from '#core/tenants/assignment.ts';
import { findTenant } from '#core/tenants/find-tenant.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { toPrincipalJson } from './principal-json.ts';

/**
 * Lets a Cognito user or client belong to a tenant, from its next request on, and to no other any more.
 *
 * @throws ServiceError `not_found` if there is no such tenant.
 */
export const assignPrincipal = async (
  tenantId: string,
  principalId: string,
  actor: Actor,
  ports: AdminActPorts,
): Promise<Assignment> => {
  const { tenants, assignments, clock } = ports;
  await findTenant(tenantId, tenants);
  const former = await assignments.find(principalId);
  const assignment = { principalId, tenantId, assignedAtMs: clock() };
  const before = former ? toPrincipalJson(former) : null;
  const act = { action: 'principal.assigned', tenantId, before, after: toPrincipalJson(assignment) };
  await recordAct(act, actor, ports);
  await assignments.assign(assignment);
  return assignment;
};
