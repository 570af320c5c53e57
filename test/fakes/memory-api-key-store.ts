import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';

/** Stands in for the table: keeps API keys in memory. */
export const createMemoryApiKeyStore = (): ApiKeyStore => {
  const keys = new Map<string, ApiKeyRecord>();
  const ofTenant = (tenantId: string) =>
    [...keys.values()].filter((key) => key.tenantId === tenantId).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    find: async (prefix) => keys.get(prefix),
    get: async (tenantId, id) => ofTenant(tenantId).find((key) => key.id === id),
    list: async (tenantId, { limit, after = '' }) => {
      const found = ofTenant(tenantId).filter(({ id }) => id > after);
      const page = found.slice(0, limit);
      const lastId = page.at(-1)?.id;
      return { keys: page, hasMore: found.length > limit, ...(lastId !== undefined && { lastId }) };
    },
    create: async (key) => {
      if (keys.has(key.prefix)) throw new Error(`there already is a key ${key.prefix}`);
      keys.set(key.prefix, key);
    },
    replace: async (key) => {
      if (keys.get(key.prefix)?.version !== key.version) return undefined;
      const changed = { ...key, version: key.version + 1 };
      keys.set(key.prefix, changed);
      return changed;
    },
  };
};
