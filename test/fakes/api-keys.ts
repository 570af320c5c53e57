import { createApiKey } from '#adapters/tokens/create-api-key.ts';
import type { ApiKeyFacts, NewApiKey } from '#core/auth/api-key-maker.ts';

let made = 0;

/** A new API key for tests: of `tenant-1`, with the scope `prompts`, unless told otherwise. */
export const newApiKey = (facts: Partial<ApiKeyFacts> = {}): NewApiKey => {
  made += 1;
  const id = `key_${process.pid}_${String(made).padStart(6, '0')}`;
  return createApiKey({ id, tenantId: 'tenant-1', name: 'test', scopes: ['prompts'], createdAtMs: 0, ...facts });
};
