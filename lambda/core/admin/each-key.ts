import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';

const PAGE = 100;

/** All keys of a tenant, revoked ones too. */
export const eachKey = async function* (
  tenantId: string,
  apiKeys: Pick<ApiKeyStore, 'list'>,
): AsyncGenerator<ApiKeyRecord, void, void> {
  let after: string | undefined;
  do {
    const page = await apiKeys.list(tenantId, { limit: PAGE, ...(after !== undefined && { after }) });
    yield* page.keys;
    after = page.hasMore ? page.lastId : undefined;
  } while (after !== undefined);
};
