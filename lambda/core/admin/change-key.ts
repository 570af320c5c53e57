import { type Actor, recordAct } from '#core/audit/record-act.ts';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import { changeApiKey } from '#core/auth/change-api-key.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { findKey } from './find-key.ts';
import { toKeyJson } from './key-json.ts';

/** What is done to which key. */
interface KeyAct {
  readonly action: 'key.updated' | 'key.rotated' | 'key.revoked';
  readonly tenantId: string;
  readonly keyId: string;
  readonly change: (key: ApiKeyRecord) => ApiKeyRecord;
}

/**
 * Records what is about to be done to a key, and does it.
 *
 * @returns the key as it is now.
 * @throws ServiceError `not_found`, `unavailable`, and what `change` throws.
 */
export const changeKey = async (
  { action, tenantId, keyId, change }: KeyAct,
  actor: Actor,
  ports: AdminActPorts,
): Promise<ApiKeyRecord> => {
  const nowMs = ports.clock();
  const key = await findKey(tenantId, keyId, ports.apiKeys);
  const before = toKeyJson(key, nowMs);
  const after = toKeyJson(change(key), nowMs);
  await recordAct({ action, tenantId, keyId, before, after }, actor, ports);
  return (await changeApiKey(ports.apiKeys, tenantId, keyId, change)).after;
};
