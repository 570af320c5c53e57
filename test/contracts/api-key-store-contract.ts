import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiKeyRecord, ApiKeyStore } from '#core/auth/api-key.ts';

const KEY: ApiKeyRecord = {
  prefix: 'hck_abcdefghij',
  sha256: 'a'.repeat(64),
  tenantId: 'tenant-1',
  name: 'laptop',
  scopes: ['prompts'],
  tier: 'standard',
  createdAtMs: 1_795_348_800_000,
};

/** What every `ApiKeyStore` promises. */
export const testApiKeyStore = (createStore: () => ApiKeyStore): void => {
  test('a key is found by its prefix as it was stored', async () => {
    const store = createStore();
    await store.put(KEY);
    assert.deepEqual(await store.find(KEY.prefix), KEY);
    assert.equal(await store.find('hck_nosuchkey1'), undefined);
  });

  test('a key without scopes is one', async () => {
    const store = createStore();
    const key = { ...KEY, prefix: 'hck_noscopes12', scopes: [] };
    await store.put(key);
    assert.deepEqual(await store.find(key.prefix), key);
  });

  test('a key that was revoked, or is past its time, is still found', async () => {
    const store = createStore();
    const key = { ...KEY, prefix: 'hck_revoked123', revokedAtMs: 1_795_348_900_000, expiresAtMs: 1 };
    await store.put({ ...KEY, prefix: key.prefix });
    await store.put(key);
    assert.deepEqual(await store.find(key.prefix), key);
  });
};
