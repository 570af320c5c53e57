import { type Actor, recordAct } from '#core/audit/record-act.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { toPrincipalJson } from './principal-json.ts';

/**
 * Lets a Cognito user or client belong to a tenant no more, also if that was deleted: it is a tenant of its own again,
 * or unknown.
 *
 * @throws ServiceError `not_found` if it does not belong to that tenant.
 */
export const removePrincipal = async (
  tenantId: string,
  principalId: string,
  actor: Actor,
  ports: AdminActPorts,
): Promise<void> => {
  const { assignments } = ports;
  const missing = new ServiceError('not_found', `"${principalId}" does not belong to the tenant "${tenantId}".`);
  const assignment = await assignments.find(principalId);
  if (assignment?.tenantId !== tenantId) throw missing;
  const act = { action: 'principal.removed', tenantId, before: toPrincipalJson(assignment), after: null };
  await recordAct(act, actor, ports);
  if (!(await assignments.remove(tenantId, principalId))) throw missing;
};
