import { createApiKey, renewApiKey } from '#adapters/tokens/create-api-key.ts';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { ApiKeyFacts, NewApiKey } from '#core/auth/api-key-maker.ts';
import { rotateSecret } from '#core/auth/rotate-secret.ts';

let made = 0;

/** A new API key for tests: of `tenant-1`, with the scope `prompts`, unless told otherwise. */
export const newApiKey = (facts: Partial<ApiKeyFacts> = {}): NewApiKey => {
  made += 1;
  const id = `key_${process.pid}_${String(made).padStart(6, '0')}`;
  return createApiKey({ id, tenantId: 'tenant-1', name: 'test', scopes: ['prompts'], createdAtMs: 0, ...facts });
};

/** That key with another secret. */
export const rotatedApiKey = (record: ApiKeyRecord, previousUntilMs: number): NewApiKey => {
  const { key, sha256 } = renewApiKey(record.prefix);
  return { key, record: rotateSecret(record, sha256, previousUntilMs) };
};
