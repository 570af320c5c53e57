import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import { ServiceError } from '#core/errors/service-error.ts';

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
