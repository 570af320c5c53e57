import { type Actor, recordAct } from '#core/audit/record-act.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { changedTenant } from './changed-tenant.ts';
import type { TenantBody } from './tenant-body.ts';
import { toTenantJson } from './tenant-json.ts';

/**
 * Makes a tenant, new or of a Cognito user or client that is known already.
 *
 * @throws ServiceError `conflict` if there is one with its id, and what `changedTenant` throws.
 */
export const createTenant = async (body: TenantBody, actor: Actor, ports: AdminActPorts): Promise<Tenant> => {
  const { settings, clock, newId, tenants } = ports;
  const nowMs = clock();
  const { id = newId('ten', nowMs), name, tier = settings.defaultTier, ...quota } = body;
  const changes = { tier, ...quota };
  const tenant = changedTenant({ id, name, tier, createdAtMs: nowMs, version: 1 }, changes, settings, nowMs);
  const taken = new ServiceError('conflict', `There is a tenant "${id}" already.`);
  if (await tenants.get(id)) throw taken;
  await recordAct({ action: 'tenant.created', tenantId: id, before: null, after: toTenantJson(tenant) }, actor, ports);
  if (!(await tenants.create(tenant))) throw taken;
  return tenant;
};
