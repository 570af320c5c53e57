import { type Actor, recordAct } from '#core/audit/record-act.ts';
import { changeTenant } from '#core/tenants/change-tenant.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import { tierOf } from '#core/tenants/tier-of.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { changedTenant } from './changed-tenant.ts';
import { eachKey } from './each-key.ts';
import type { TenantChanges } from './tenant-body.ts';
import { toTenantJson } from './tenant-json.ts';

/** Puts all keys of a tenant whose tier is changed into the usage plan of the new one. */
const moveKeys = async (before: Tenant, after: Tenant, ports: AdminActPorts): Promise<void> => {
  const { meterKeys, apiKeys, settings } = ports;
  if (!meterKeys || before.tier === after.tier) return;
  for await (const { apiGatewayKeyId, revokedAtMs } of eachKey(before.id, apiKeys)) {
    if (apiGatewayKeyId !== undefined && revokedAtMs === undefined) {
      await meterKeys.move(apiGatewayKeyId, tierOf(before, settings), after.tier);
    }
  }
};

/**
 * Changes a tenant. Of a new tier its keys' usage plans come first: after a failure half-way the tenant is still of its
 * former tier, and the change can be repeated. If others change it meanwhile, the change is recorded again, with what they
 * have made of it.
 *
 * @throws ServiceError `not_found`, and what `changedTenant` throws.
 */
export const updateTenant = async (
  id: string,
  changes: TenantChanges,
  actor: Actor,
  ports: AdminActPorts,
): Promise<Tenant> => {
  const { settings, clock, tenants } = ports;
  const nowMs = clock();
  const change = (tenant: Tenant): Tenant => changedTenant(tenant, changes, settings, nowMs);
  const prepare = async (before: Tenant, after: Tenant): Promise<void> => {
    const act = { action: 'tenant.updated', tenantId: id, before: toTenantJson(before), after: toTenantJson(after) };
    await recordAct(act, actor, ports);
    await moveKeys(before, after, ports);
  };
  return changeTenant(tenants, id, change, prepare);
};
