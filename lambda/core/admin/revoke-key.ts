import type { Actor } from '#core/audit/record-act.ts';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { changeKey } from './change-key.ts';

/**
 * Revokes a key for ever, and then takes it out of its usage plan. Safe to repeat.
 *
 * @throws ServiceError `not_found`, `unavailable` if only the second failed: the key is refused by then.
 */
export const revokeKey = async (
  tenantId: string,
  keyId: string,
  actor: Actor,
  ports: AdminActPorts,
): Promise<ApiKeyRecord> => {
  const nowMs = ports.clock();
  const change = (key: ApiKeyRecord): ApiKeyRecord => ({ ...key, revokedAtMs: key.revokedAtMs ?? nowMs });
  const revoked = await changeKey({ action: 'key.revoked', tenantId, keyId, change }, actor, ports);
  if (revoked.apiGatewayKeyId !== undefined) await ports.meterKeys?.delete(revoked.apiGatewayKeyId);
  return revoked;
};
