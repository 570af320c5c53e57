import { type Actor, recordAct } from '#core/audit/record-act.ts';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import { changeApiKey } from '#core/auth/change-api-key.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { toKeyJson } from './key-json.ts';

/** What is done to which key. */
interface KeyAct {
  readonly action: 'key.updated' | 'key.rotated' | 'key.revoked';
  readonly tenantId: string;
  readonly keyId: string;
  readonly change: (key: ApiKeyRecord) => ApiKeyRecord;
}

/**
 * Records what is about to be done to a key, and does it. If others change it meanwhile, it is recorded again, with what
 * they have made of it.
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
  const record = (before: ApiKeyRecord, after: ApiKeyRecord): Promise<void> => {
    const states = { before: toKeyJson(before, nowMs), after: toKeyJson(after, nowMs) };
    return recordAct({ action, tenantId, keyId, ...states }, actor, ports);
  };
  return changeApiKey(ports.apiKeys, tenantId, keyId, change, record);
};
