import { createApiKeyStore } from '#adapters/dynamodb/api-key-store.ts';
import { createTenantStore } from '#adapters/dynamodb/tenant-store.ts';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import type { Tenant } from '#core/tenants/tenant.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
import { openTable } from '#local/table/open-table.ts';
import { startDynalite } from '#local/table/start-dynalite.ts';
import { newApiKey } from '#test/fakes/api-keys.ts';
import { type Stoppable, temporaryFolder } from '#test/local/temporary-folder.ts';
import { openChatProduct } from './open-chat-product.ts';
import type { openProduct, Product } from './open-product.ts';

/** The product, and the keys and tenants in its table. */
export interface GovernedProduct extends Product {
  readonly dataDir: string;
  readonly apiKeys: ApiKeyStore;
  readonly tenants: TenantStore;
  /** Stores a key, and its tenant if that is not there. */
  storeKey(facts?: Partial<ApiKeyRecord>, tenant?: Partial<Tenant>): Promise<StoredKey>;
  /** Calls an endpoint with a credential of its own. */
  callAs(credential: string, method: string, path: string, body?: object): Promise<Response>;
}

/** An API key that is stored. */
export interface StoredKey {
  readonly key: string;
  readonly record: ApiKeyRecord;
}

/** Starts the product, for chats unless `open` is another, with a table that a test can reach, too. */
export const openGovernedProduct = async (
  t: Stoppable,
  open: typeof openProduct = openChatProduct,
): Promise<GovernedProduct> => {
  const dynalite = await startDynalite();
  t.after(() => dynalite.close());
  const { table, close } = await openTable({ endpoint: dynalite.endpoint });
  t.after(close);
  const dataDir = await temporaryFolder(t);
  const product = await open(t, { dataDir, dynamodbEndpoint: dynalite.endpoint });
  const apiKeys = createApiKeyStore(table);
  const tenants = createTenantStore(table);
  return {
    ...product,
    ...{ dataDir, apiKeys, tenants },
    storeKey: async ({ tenantId = 'another-tenant', ...facts } = {}, tenant = {}) => {
      const { key, record } = newApiKey({ tenantId });
      const stored = { ...record, ...facts };
      await tenants.create({ id: tenantId, name: 'test', tier: 'standard', createdAtMs: 0, version: 1, ...tenant });
      await apiKeys.create(stored);
      return { key, record: stored };
    },
    callAs: (credential, method, path, body) =>
      product.call(method, path, body, { authorization: `Bearer ${credential}` }),
  };
};
