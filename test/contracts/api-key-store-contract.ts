import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import { changeApiKey } from '#core/auth/change-api-key.ts';
import { newApiKey } from '#test/fakes/api-keys.ts';

let tenants = 0;

const newTenantId = (): string => {
  tenants += 1;
  return `keys-tenant-${tenants}-${process.pid}`;
};

/** What every `ApiKeyStore` promises. */
export const testApiKeyStore = (createStore: () => ApiKeyStore): void => {
  const start = () => {
    const store = createStore();
    const tenantId = newTenantId();
    const create = async (more: Partial<ApiKeyRecord> = {}): Promise<ApiKeyRecord> => {
      const record = { ...newApiKey({ tenantId }).record, ...more };
      await store.create(record);
      return record;
    };
    return { store, tenantId, create };
  };

  test('a key is found by its prefix, and by its id, as it was created', async () => {
    const { store, tenantId, create } = start();
    const key = await create({
      ...{ scopes: [], models: ['claude-opus-5'], profiles: ['chat'], apiGatewayKeyId: 'a1', usageIdentifierKey: 'u1' },
      ...{ limits: { concurrentRuns: 1 }, budgets: { perMonthMicroUsd: 7 } },
      ...{ previousSha256: 'b'.repeat(64), previousUntilMs: 8 },
    });
    assert.deepEqual(await store.find(key.prefix), key);
    assert.deepEqual(await store.get(tenantId, key.id), key);
    assert.equal(await store.find('hck_nosuchkey1'), undefined);
    assert.equal(await store.get(tenantId, 'key_none'), undefined);
  });

  test('a key that was revoked, or is past its time, is still found', async () => {
    const { store, create } = start();
    const key = await create({ revokedAtMs: 1_795_348_900_000, expiresAtMs: 1 });
    assert.deepEqual(await store.find(key.prefix), key);
  });

  test("a tenant never sees another's key", async () => {
    const { store, create } = start();
    const key = await create();
    const other = newTenantId();
    assert.equal(await store.get(other, key.id), undefined);
    assert.deepEqual((await store.list(other, { limit: 10 })).keys, []);
  });

  test('fails to create a second key with the same prefix, and keeps the first', async () => {
    const { store, create } = start();
    const key = await create();
    await assert.rejects(create({ prefix: key.prefix }));
    assert.deepEqual(await store.find(key.prefix), key);
  });

  test('the keys of a tenant are listed page by page, oldest first, revoked ones too', async () => {
    const { store, tenantId, create } = start();
    const keys = [await create(), await create({ revokedAtMs: 1 }), await create(), await create(), await create()];
    const first = await store.list(tenantId, { limit: 2 });
    assert.deepEqual(first, { keys: keys.slice(0, 2), hasMore: true, lastId: keys[1]?.id });
    const second = await store.list(tenantId, { limit: 3, after: first.lastId ?? '' });
    assert.deepEqual(second, { keys: keys.slice(2), hasMore: false, lastId: keys[4]?.id });
    for (const after of ['~a', 'é']) {
      assert.deepEqual(await store.list(tenantId, { limit: 2, after }), { keys: [], hasMore: false }, 'after no key');
    }
  });

  test('a key is replaced only by who has seen what it is', async () => {
    const { store, create } = start();
    const { record } = newApiKey();
    assert.equal(await store.replace(record), undefined);
    const key = await create({ disabledAtMs: 4 });
    const { disabledAtMs: _, ...enabled } = key;
    assert.deepEqual(await store.replace(enabled), { ...enabled, version: 2 });
    assert.equal(await store.replace({ ...key, name: 'late' }), undefined);
    assert.deepEqual(await store.find(key.prefix), { ...enabled, version: 2 });
  });

  test('a key that is renamed while it is revoked stays revoked', async () => {
    const { store, tenantId, create } = start();
    const { id } = await create();
    await Promise.all([
      changeApiKey(store, tenantId, id, (key) => ({ ...key, name: 'renamed' })),
      changeApiKey(store, tenantId, id, (key) => ({ ...key, revokedAtMs: 3 })),
    ]);
    const key = await store.get(tenantId, id);
    assert.deepEqual([key?.name, key?.revokedAtMs, key?.version], ['renamed', 3, 3]);
  });

  test('fails to change a key that is not there', async () => {
    const { store, tenantId } = start();
    await assert.rejects(
      changeApiKey(store, tenantId, 'key_none', (key) => key),
      { code: 'not_found' },
    );
  });
};
