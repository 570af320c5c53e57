import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApiKeyVerifier } from '#adapters/tokens/api-key-verifier.ts';
import { createApiKey } from '#adapters/tokens/create-api-key.ts';
import { apiKeyPrefix } from '#core/auth/api-key.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryApiKeyStore } from '#test/fakes/memory-api-key-store.ts';

const FACTS = { tenantId: 'tenant-1', name: 'laptop', scopes: ['prompts'], tier: 'basic', createdAtMs: 0 };

const setUp = () => {
  const store = createMemoryApiKeyStore();
  const clock = createFakeClock();
  return { store, clock, verify: createApiKeyVerifier(store, clock) };
};

test('a stored key speaks for its tenant', async () => {
  const { store, verify } = setUp();
  const { key, record } = createApiKey(FACTS);
  await store.put(record);
  assert.deepEqual(await verify(key), {
    kind: 'api_key',
    id: `key:${record.prefix}`,
    tenantId: 'tenant-1',
    scopes: ['prompts'],
    tier: 'basic',
  });
});

test('a key is never stored, only its hash', () => {
  const { key, record } = createApiKey(FACTS);
  assert.equal(apiKeyPrefix(key), record.prefix);
  assert.ok(!JSON.stringify(record).includes(key.slice(record.prefix.length)));
  assert.match(record.sha256, /^[0-9a-f]{64}$/);
});

test('two keys are never the same', () => {
  assert.notEqual(createApiKey(FACTS).key, createApiKey(FACTS).key);
});

test('fails for a key that is not stored', async () => {
  await assert.rejects(setUp().verify(createApiKey(FACTS).key), { code: 'invalid_credentials', message: /no such/ });
});

test('fails for a key that has only the prefix right', async () => {
  const { store, verify } = setUp();
  const { record } = createApiKey(FACTS);
  await store.put(record);
  const guess = record.prefix + 'A'.repeat(33);
  await assert.rejects(verify(guess), { code: 'invalid_credentials', message: /no such/ });
});

test('fails for a revoked key, and says so', async () => {
  const { store, verify } = setUp();
  const { key, record } = createApiKey(FACTS);
  await store.put({ ...record, revokedAtMs: 1 });
  await assert.rejects(verify(key), { code: 'invalid_credentials', message: /revoked/ });
});

test('a revoked key is unknown to who has only its prefix', async () => {
  const { store, verify } = setUp();
  const { record } = createApiKey(FACTS);
  await store.put({ ...record, revokedAtMs: 1 });
  await assert.rejects(verify(record.prefix + 'A'.repeat(33)), { message: /no such/ });
});

test('a key works until it expires, and fails from then on', async () => {
  const { store, clock, verify } = setUp();
  const { key, record } = createApiKey({ ...FACTS, expiresAtMs: clock() + 1000 });
  await store.put(record);
  clock.advance(999);
  assert.equal((await verify(key)).tenantId, 'tenant-1');
  clock.advance(1);
  await assert.rejects(verify(key), { code: 'invalid_credentials', message: /expired on 2026-11-22T12:00:01/ });
});

for (const malformed of ['hck_', 'hck_short', `hck_${'A'.repeat(44)}`, `hck_${'!'.repeat(43)}`]) {
  test(`fails for ${malformed.slice(0, 12)} (${malformed.length} characters), which is no key`, async () => {
    await assert.rejects(setUp().verify(malformed), { code: 'invalid_credentials', message: /malformed/ });
  });
}
