import type { Actor } from '#core/audit/record-act.ts';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { NewApiKey } from '#core/auth/api-key-maker.ts';
import { findKey } from '#core/auth/find-key.ts';
import { rotateSecret } from '#core/auth/rotate-secret.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { AdminActPorts } from './admin-ports.ts';
import { changeKey } from './change-key.ts';

/**
 * Gives a key a new secret; the one until now works for so long.
 *
 * @throws ServiceError `not_found`, `conflict` if the key is revoked.
 */
export const rotateKey = async (
  {
    tenantId,
    keyId,
    graceSeconds,
  }: { readonly tenantId: string; readonly keyId: string; readonly graceSeconds: number },
  actor: Actor,
  ports: AdminActPorts,
): Promise<NewApiKey> => {
  const previousUntilMs = ports.clock() + graceSeconds * 1000;
  const { prefix } = await findKey(tenantId, keyId, ports.apiKeys);
  const { key, sha256 } = ports.keyMaker.renew(prefix);
  const change = (current: ApiKeyRecord): ApiKeyRecord => {
    if (current.revokedAtMs !== undefined) throw new ServiceError('conflict', `The API key ${keyId} is revoked.`);
    return rotateSecret(current, sha256, previousUntilMs);
  };
  return { key, record: await changeKey({ action: 'key.rotated', tenantId, keyId, change }, actor, ports) };
};
