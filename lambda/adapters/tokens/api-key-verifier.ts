import { timingSafeEqual } from 'node:crypto';
import type { ApiKeyStore } from '#core/auth/api-key.ts';
import { apiKeyPrefix } from '#core/auth/api-key.ts';
import type { Principal } from '#core/auth/principal.ts';
import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { sha256 } from './sha256.ts';

/** Verifies an API key. @throws ServiceError `invalid_credentials`. */
export type ApiKeyVerifier = (key: string) => Promise<Principal>;

/** Stands for the hash of a key that does not exist, so that looking for it takes as long. */
const NO_KEY = '00'.repeat(32);

/**
 * Verifies API keys against what is stored of them.
 *
 * Only the holder of the whole key learns that it was revoked or has expired; to others it is unknown.
 */
export const createApiKeyVerifier =
  (store: ApiKeyStore, clock: Clock): ApiKeyVerifier =>
  async (key) => {
    const prefix = apiKeyPrefix(key);
    if (prefix === undefined) throw refused('The API key is malformed. Send the whole key, as it was given to you.');
    const record = await store.find(prefix);
    const isRight = timingSafeEqual(sha256(key), Buffer.from(record?.sha256 ?? NO_KEY, 'hex'));
    if (!record || !isRight) throw refused('There is no such API key. Check that it is complete and of this service.');
    if (record.revokedAtMs !== undefined) throw refused('The API key was revoked. Ask for a new one.');
    if (record.expiresAtMs !== undefined && record.expiresAtMs <= clock()) {
      throw refused(`The API key expired on ${new Date(record.expiresAtMs).toISOString()}. Ask for a new one.`);
    }
    const { tenantId, scopes, tier } = record;
    return { kind: 'api_key', id: `key:${prefix}`, tenantId, scopes, tier };
  };

const refused = (message: string): ServiceError => new ServiceError('invalid_credentials', message);
