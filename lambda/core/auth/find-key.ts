import { ServiceError } from '#core/errors/service-error.ts';
import type { ApiKeyRecord } from './api-key.ts';
import type { ApiKeyStore } from './api-key-store.ts';

/** The tenant's API key with that id. @throws ServiceError `not_found`. */
export const findKey = async (
  tenantId: string,
  id: string,
  apiKeys: Pick<ApiKeyStore, 'get'>,
): Promise<ApiKeyRecord> => {
  const key = await apiKeys.get(tenantId, id);
  if (key) return key;
  throw new ServiceError('not_found', `There is no API key "${id}" of the tenant "${tenantId}".`);
};
