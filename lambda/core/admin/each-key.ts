import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import { eachListed } from '#core/each-listed.ts';

/** All keys of a tenant, revoked ones too. */
export const eachKey = (
  tenantId: string,
  apiKeys: Pick<ApiKeyStore, 'list'>,
): AsyncGenerator<ApiKeyRecord, void, void> =>
  eachListed(async (query) => {
    const { keys, ...page } = await apiKeys.list(tenantId, query);
    return { ...page, items: keys };
  });
