import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { UsageIncrement, UsageStore } from '#core/usage/usage-store.ts';

let tenants = 0;

const newTenant = () => {
  tenants += 1;
  return `usage-tenant-${tenants}`;
};

const increment = (tenantId: string, promptId: string, more: Partial<UsageIncrement> = {}): UsageIncrement => ({
  promptId,
  tenantId,
  day: '2026-11-22',
  model: 'claude-opus-5',
  isError: false,
  modelUsage: [
    {
      model: 'claude-opus-5',
      calls: 1,
      inputTokens: 10,
      outputTokens: 20,
      cacheReadInputTokens: 30,
      cacheCreationInputTokens: 40,
      costMicroUsd: 500,
    },
  ],
  ...more,
});

const opus = (requests: number, errors = 0) => ({
  day: '2026-11-22',
  model: 'claude-opus-5',
  requests,
  errors,
  inputTokens: 10 * requests,
  outputTokens: 20 * requests,
  cacheReadInputTokens: 30 * requests,
  cacheCreationInputTokens: 40 * requests,
  costMicroUsd: 500 * requests,
});

/** What every `UsageStore` promises. */
export const testUsageStore = (createStore: () => UsageStore): void => {
  const start = () => {
    const store = createStore();
    const tenantId = newTenant();
    return { store, tenantId, readDay: () => store.read(tenantId, '2026-11-22', '2026-11-22') };
  };

  test('there is no usage before a prompt', async () => {
    const { readDay } = start();
    assert.deepEqual(await readDay(), []);
  });

  test('all numbers of a prompt are counted, those of further models beside them', async () => {
    const { store, tenantId, readDay } = start();
    const [usage] = increment(tenantId, 'p1').modelUsage;
    assert.ok(usage);
    const haiku = { ...usage, model: 'anthropic.claude-haiku-4-5-v1:0', inputTokens: 1, costMicroUsd: 2 };
    await store.add(increment(tenantId, 'p1', { modelUsage: [usage, haiku] }));
    const haikuCount = { ...opus(1), model: haiku.model, requests: 0, inputTokens: 1, costMicroUsd: 2 };
    assert.deepEqual(await readDay(), [haikuCount, opus(1)]);
  });

  test('a prompt that used nothing counts as a request, and a failed one as an error', async () => {
    const { store, tenantId, readDay } = start();
    await store.add(increment(tenantId, 'p1', { isError: true, modelUsage: [] }));
    assert.deepEqual(await readDay(), [{ ...opus(0), requests: 1, errors: 1 }]);
  });

  test('a prompt counted again counts once', async () => {
    const { store, tenantId, readDay } = start();
    await store.add(increment(tenantId, 'p1'));
    await store.add(increment(tenantId, 'p1'));
    assert.deepEqual(await readDay(), [opus(1)]);
  });

  test('a prompt counted by many at once counts once', async () => {
    const { store, tenantId, readDay } = start();
    await Promise.all(Array.from({ length: 20 }, () => store.add(increment(tenantId, 'p1'))));
    assert.deepEqual(await readDay(), [opus(1)]);
  });

  test('many prompts at once add up, repeated or not', async () => {
    const { store, tenantId, readDay } = start();
    const ids = Array.from({ length: 40 }, (_, index) => `p${index % 30}`);
    await Promise.all(ids.map((id) => store.add(increment(tenantId, id))));
    assert.deepEqual(await readDay(), [opus(30)]);
    await Promise.all(ids.map((id) => store.forget(increment(tenantId, id))));
    assert.deepEqual(await readDay(), [opus(30)]);
  });

  test('forgetting one prompt leaves the others remembered', async () => {
    const { store, tenantId, readDay } = start();
    await store.add(increment(tenantId, 'p1'));
    await store.add(increment(tenantId, 'p2'));
    await store.forget(increment(tenantId, 'p1'));
    await store.forget(increment(tenantId, 'p1'));
    await store.add(increment(tenantId, 'p2'));
    assert.deepEqual(await readDay(), [opus(2)]);
  });

  test('days are read from first to last, both included, in order, of one tenant', async () => {
    const { store, tenantId } = start();
    const days = ['2026-11-20', '2026-11-23', '2026-11-21', '2026-11-22'];
    for (const day of days) await store.add(increment(tenantId, `p${day}`, { day }));
    const read = async (from: string, to: string) => (await store.read(tenantId, from, to)).map(({ day }) => day);
    assert.deepEqual(await read('2026-11-21', '2026-11-22'), ['2026-11-21', '2026-11-22']);
    assert.deepEqual(await read('2026-11-22', '2026-11-21'), []);
    assert.deepEqual(await store.read(newTenant(), '2026-11-20', '2026-11-23'), []);
  });
};
