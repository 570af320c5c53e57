import { ServiceError } from '#core/errors/service-error.ts';
import type { ApiKeyRecord } from './api-key.ts';
import type { ApiKeyStore } from './api-key-store.ts';

/** Who fails has seen another succeed, and few administer the same key. */
const MAX_TRIES = 10;

/**
 * Changes a tenant's API key, whoever else changes it at the same time: nobody undoes what another has done.
 *
 * @param change makes of the key what it is to be. May be called again, with what somebody else has made of it.
 * @returns the key before and after.
 * @throws ServiceError `not_found`, `unavailable` if others change it all the time.
 */
export const changeApiKey = async (
  apiKeys: ApiKeyStore,
  tenantId: string,
  id: string,
  change: (key: ApiKeyRecord) => ApiKeyRecord,
): Promise<{ readonly before: ApiKeyRecord; readonly after: ApiKeyRecord }> => {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const before = await apiKeys.get(tenantId, id);
    if (!before) throw new ServiceError('not_found', `There is no API key "${id}" of that tenant.`);
    const after = await apiKeys.replace(change(before));
    if (after) return { before, after };
  }
  throw new ServiceError('unavailable', `The API key ${id} is being changed by others. Try again.`);
};
