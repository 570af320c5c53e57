import { type Actor, recordAct } from '#core/audit/record-act.ts';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { NewApiKey } from '#core/auth/api-key-maker.ts';
import { changeApiKey } from '#core/auth/change-api-key.ts';
import { findTenant } from '#core/tenants/find-tenant.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import { tierOf } from '#core/tenants/tier-of.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { changedKey } from './changed-key.ts';
import type { KeyBody } from './key-body.ts';
import { toKeyJson } from './key-json.ts';

const enabled = ({ disabledAtMs: _, ...key }: ApiKeyRecord): ApiKeyRecord => key;

/** Gives a key that cannot be used yet its place in a usage plan, and then enables it. */
const enableMetered = async (record: ApiKeyRecord, tenant: Tenant, ports: AdminActPorts): Promise<ApiKeyRecord> => {
  const meterKey = await ports.meterKeys?.create(record.id, tierOf(tenant, ports.settings));
  const metered = meterKey && { apiGatewayKeyId: meterKey.id, usageIdentifierKey: meterKey.value };
  return changeApiKey(ports.apiKeys, tenant.id, record.id, (key) => ({ ...enabled(key), ...metered }));
};

/**
 * Makes an API key for a tenant.
 *
 * It is stored disabled and enabled last: a failure half-way leaves no key behind that could be used.
 *
 * @throws ServiceError `not_found`, and what `changedKey` throws.
 */
export const createKey = async (
  tenantId: string,
  body: KeyBody,
  actor: Actor,
  ports: AdminActPorts,
): Promise<NewApiKey> => {
  const { settings, clock, newId, apiKeys, keyMaker } = ports;
  const tenant = await findTenant(tenantId, ports.tenants);
  const nowMs = clock();
  const { name, scopes } = body;
  const made = keyMaker.create({ id: newId('key', nowMs), tenantId, name, scopes, createdAtMs: nowMs });
  const record = changedKey(made.record, body, { tenant, settings, nowMs });
  const act = { action: 'key.created', tenantId, keyId: record.id, before: null, after: toKeyJson(record, nowMs) };
  await recordAct(act, actor, ports);
  await apiKeys.create({ ...record, disabledAtMs: nowMs });
  return { key: made.key, record: await enableMetered(record, tenant, ports) };
};
