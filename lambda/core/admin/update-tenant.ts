import { type Actor, recordAct } from '#core/audit/record-act.ts';
import { changeTenant } from '#core/tenants/change-tenant.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { changedTenant } from './changed-tenant.ts';
import { eachKey } from './each-key.ts';
import type { TenantChanges } from './tenant-body.ts';
import { toTenantJson } from './tenant-json.ts';

/** Puts all keys of the tenant into the usage plan of its new tier. */
const moveKeys = async (tenantId: string, fromTier: string, toTier: string, ports: AdminActPorts): Promise<void> => {
  const { meterKeys, apiKeys } = ports;
  if (!meterKeys || fromTier === toTier) return;
  for await (const { apiGatewayKeyId, revokedAtMs } of eachKey(tenantId, apiKeys)) {
    if (apiGatewayKeyId !== undefined && revokedAtMs === undefined) {
      await meterKeys.move(apiGatewayKeyId, fromTier, toTier);
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
    await moveKeys(id, before.tier, after.tier, ports);
  };
  return changeTenant(tenants, id, change, prepare);
};
