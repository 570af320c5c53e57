import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { test } from 'node:test';
import { createApiKeyVerifier } from '#adapters/tokens/api-key-verifier.ts';
import { type ApiKeyRecord, apiKeyPrefix } from '#core/auth/api-key.ts';
import { newApiKey, rotatedApiKey } from '#test/fakes/api-keys.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryApiKeyStore } from '#test/fakes/memory-api-key-store.ts';

const setUp = async (facts: Partial<ApiKeyRecord> = {}) => {
  const store = createMemoryApiKeyStore();
  const clock = createFakeClock();
  const { key, record } = newApiKey();
  const stored = { ...record, ...facts };
  await store.create(stored);
  return { store, clock, key, record: stored, verify: createApiKeyVerifier(store, clock) };
};

const guessOf = ({ prefix }: ApiKeyRecord): string => prefix + 'A'.repeat(33);

test('the holder of a stored key is told what is stored of it', async () => {
  const { key, record, verify } = await setUp();
  assert.deepEqual(await verify(key), record);
});

test('a key is never stored, only its hash', () => {
  const { key, record } = newApiKey();
  assert.equal(apiKeyPrefix(key), record.prefix);
  assert.ok(!JSON.stringify(record).includes(key.slice(record.prefix.length)));
  assert.match(record.sha256, /^[0-9a-f]{64}$/);
});

test('two keys are never the same', () => {
  assert.notEqual(newApiKey().key, newApiKey().key);
});

test('fails for a key that is not stored', async () => {
  const { verify } = await setUp();
  await assert.rejects(verify(newApiKey().key), { code: 'invalid_credentials', message: /no such/ });
});

test('fails for a key that has only the prefix right', async () => {
  const { record, verify } = await setUp();
  await assert.rejects(verify(guessOf(record)), { code: 'invalid_credentials', message: /no such/ });
});

for (const [what, facts, message] of [
  ['revoked', { revokedAtMs: 1 }, /revoked/],
  ['disabled', { disabledAtMs: 1 }, /disabled/],
  ['expired', { expiresAtMs: 1 }, /expired on 1970-01-01T00:00:00.001Z/],
] as const) {
  test(`fails for a key that is ${what}, and says so to its holder alone`, async () => {
    const { key, record, verify } = await setUp(facts);
    await assert.rejects(verify(key), { code: 'invalid_credentials', message });
    await assert.rejects(verify(guessOf(record)), { message: /no such/ });
  });
}

test('a key works until it expires, and fails from then on', async () => {
  const expiresAtMs = createFakeClock()() + 1000;
  const { key, record, clock, verify } = await setUp({ expiresAtMs });
  clock.advance(999);
  assert.equal((await verify(key)).id, record.id);
  clock.advance(1);
  await assert.rejects(verify(key), { code: 'invalid_credentials', message: /expired on 2026-11-22T12:00:01/ });
});

test('a key that is enabled again works', async () => {
  const { store, key, record, verify } = await setUp({ disabledAtMs: 1 });
  const { disabledAtMs: _, ...enabled } = record;
  await store.replace(enabled);
  assert.equal((await verify(key)).id, record.id);
});

test('both secrets of a rotated key work until the grace is over, then only the new one', async () => {
  const { store, clock, key, record, verify } = await setUp();
  const rotated = rotatedApiKey(record, clock() + 60_000);
  await store.replace(rotated.record);
  assert.equal(apiKeyPrefix(rotated.key), record.prefix);
  clock.advance(59_999);
  for (const secret of [key, rotated.key]) assert.equal((await verify(secret)).id, record.id);
  clock.advance(1);
  assert.equal((await verify(rotated.key)).id, record.id);
  await assert.rejects(verify(key), { code: 'invalid_credentials', message: /replaced by a new one/ });
});

test('a key that was rotated twice has no third secret', async () => {
  const { store, clock, key, record, verify } = await setUp();
  const once = rotatedApiKey(record, clock() + 60_000);
  const twice = rotatedApiKey(once.record, clock() + 60_000);
  await store.replace(twice.record);
  for (const secret of [once.key, twice.key]) assert.equal((await verify(secret)).id, record.id);
  await assert.rejects(verify(key), { message: /no such/ });
});

test('revoking a rotated key ends both of its secrets', async () => {
  const { store, clock, key, record, verify } = await setUp();
  const rotated = rotatedApiKey(record, clock() + 60_000);
  await store.replace({ ...rotated.record, revokedAtMs: 1 });
  for (const secret of [key, rotated.key]) await assert.rejects(verify(secret), { message: /revoked/ });
});

test('whether a key is right, wrong, old or unknown, as many hashes are compared, in constant time', async (t) => {
  const { store, clock, key, record, verify } = await setUp();
  const compare = t.mock.method(crypto, 'timingSafeEqual');
  syncBuiltinESMExports();
  t.after(() => {
    compare.mock.restore();
    syncBuiltinESMExports();
  });
  const comparisons = async (text: string): Promise<number> => {
    compare.mock.resetCalls();
    await verify(text).catch(() => undefined);
    return compare.mock.callCount();
  };
  const before = [await comparisons(key), await comparisons(guessOf(record)), await comparisons(newApiKey().key)];
  await store.replace(rotatedApiKey(record, clock() + 1).record);
  assert.deepEqual([...before, await comparisons(key), await comparisons(guessOf(record))], [2, 2, 2, 2, 2]);
});

for (const malformed of ['hck_', 'hck_short', `hck_${'A'.repeat(44)}`, `hck_${'!'.repeat(43)}`]) {
  test(`fails for ${malformed.slice(0, 12)} (${malformed.length} characters), which is no key`, async () => {
    const { verify } = await setUp();
    await assert.rejects(verify(malformed), { code: 'invalid_credentials', message: /malformed/ });
  });
}
