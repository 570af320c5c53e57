import { timingSafeEqual } from 'node:crypto';
import { type ApiKeyRecord, apiKeyPrefix } from '#core/auth/api-key.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import { checkKeyStatus } from '#core/auth/check-key-status.ts';
import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { sha256 } from './sha256.ts';

/** Verifies an API key. @returns what is stored of it. @throws ServiceError `invalid_credentials`. */
export type ApiKeyVerifier = (key: string) => Promise<ApiKeyRecord>;

/** Stands for a hash that there is not, so that comparing takes as long. */
const NO_KEY = '00'.repeat(32);

const isHashOf = (hash: Buffer, stored: string | undefined): boolean =>
  timingSafeEqual(hash, Buffer.from(stored ?? NO_KEY, 'hex'));

/**
 * Verifies API keys against what is stored of them.
 *
 * Only the holder of the whole key learns that it was revoked, disabled or rotated, or has expired; to others it is
 * unknown, and finding that out takes as long.
 */
export const createApiKeyVerifier =
  (store: ApiKeyStore, clock: Clock): ApiKeyVerifier =>
  async (key) => {
    const prefix = apiKeyPrefix(key);
    if (prefix === undefined) throw refused('The API key is malformed. Send the whole key, as it was given to you.');
    const record = await store.find(prefix);
    const hash = sha256(key);
    const isCurrent = isHashOf(hash, record?.sha256);
    const isPrevious = isHashOf(hash, record?.previousSha256);
    if (!record || !(isCurrent || isPrevious)) {
      throw refused('There is no such API key. Check that it is complete and of this service.');
    }
    checkKeyStatus(record, clock());
    if (!isCurrent && (record.previousUntilMs ?? 0) <= clock()) {
      throw refused('The API key was replaced by a new one. Use that.');
    }
    return record;
  };

const refused = (message: string): ServiceError => new ServiceError('invalid_credentials', message);
