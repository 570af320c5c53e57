import type { ApiKeyRecord, ApiKeyStore } from '#core/auth/api-key.ts';

/** Stands in for the table: keeps API keys in memory. */
export const createMemoryApiKeyStore = (): ApiKeyStore => {
  const keys = new Map<string, ApiKeyRecord>();
  return {
    find: async (prefix) => keys.get(prefix),
    put: async (key) => {
      keys.set(key.prefix, key);
    },
  };
};
