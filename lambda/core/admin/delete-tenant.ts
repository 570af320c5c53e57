import { type Actor, recordAct } from '#core/audit/record-act.ts';
import { changeApiKey } from '#core/auth/change-api-key.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { deleteSchedules } from '#core/schedules/delete-schedules.ts';
import { findTenant } from '#core/tenants/find-tenant.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { eachKey } from './each-key.ts';
import { toTenantJson } from './tenant-json.ts';

/**
 * Deletes a tenant, whose callers are refused from then on. Its keys are revoked, as a tenant that is created with its id
 * later must not find them usable, and its schedules deleted, as nobody else could stop them. Its prompts and its usage
 * stay.
 *
 * A Cognito user or client that was it is unknown again.
 *
 * @throws ServiceError `not_found`, `conflict` if others change it meanwhile: what was recorded would not be what it was;
 * `unavailable`. Whatever it throws, it can be deleted again.
 */
export const deleteTenant = async (id: string, actor: Actor, ports: AdminActPorts): Promise<void> => {
  const { tenants, apiKeys, meterKeys, clock } = ports;
  const tenant = await findTenant(id, tenants);
  await recordAct({ action: 'tenant.deleted', tenantId: id, before: toTenantJson(tenant), after: null }, actor, ports);
  const revokedAtMs = clock();
  for await (const { id: keyId, apiGatewayKeyId } of eachKey(id, apiKeys)) {
    await changeApiKey(apiKeys, id, keyId, (key) => ({ ...key, revokedAtMs: key.revokedAtMs ?? revokedAtMs }));
    if (apiGatewayKeyId !== undefined) await meterKeys?.delete(apiGatewayKeyId);
  }
  await deleteSchedules(id, ports);
  if (await tenants.delete(tenant)) return;
  throw new ServiceError('conflict', `The tenant "${id}" was changed by others meanwhile. Delete it again.`);
};
