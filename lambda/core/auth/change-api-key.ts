import { replaceLatest } from '#core/replace-latest.ts';
import type { ApiKeyRecord } from './api-key.ts';
import type { ApiKeyStore } from './api-key-store.ts';
import { findKey } from './find-key.ts';

/**
 * Changes a tenant's API key, whoever else changes it at the same time: nobody undoes what another has done.
 *
 * @param change makes of the key what it is to be. May be called again, with what somebody else has made of it.
 * @param prepare done before each try to store that; if it fails, nothing is stored.
 * @returns the key as it now stands.
 * @throws ServiceError `not_found`, `unavailable` if others change it all the time.
 */
export const changeApiKey = (
  apiKeys: ApiKeyStore,
  tenantId: string,
  id: string,
  change: (key: ApiKeyRecord) => ApiKeyRecord,
  prepare?: (before: ApiKeyRecord, after: ApiKeyRecord) => Promise<void>,
): Promise<ApiKeyRecord> =>
  replaceLatest({
    name: `The API key ${id}`,
    read: () => findKey(tenantId, id, apiKeys),
    replace: apiKeys.replace,
    change,
    ...(prepare && { prepare }),
  });
