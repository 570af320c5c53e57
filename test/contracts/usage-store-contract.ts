import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_COUNTS, type UsageCounts } from '#core/usage/usage-counts.ts';
import type { UsageEntry, UsageIncrement } from '#core/usage/usage-increment.ts';
import { maxValuesPerDay, OTHER_VALUES, type UsageDimension, type UsageStore } from '#core/usage/usage-store.ts';

let tenants = 0;

const newTenant = () => {
  tenants += 1;
  return `usage-tenant-${String(tenants).padStart(3, '0')}`;
};

const COUNTS: UsageCounts = {
  requests: 1,
  errors: 0,
  inputTokens: 10,
  outputTokens: 20,
  cacheReadInputTokens: 30,
  cacheCreationInputTokens: 40,
  costMicroUsd: 500,
  runMs: 1_234,
};

const DIMENSIONS = {
  hour: '07+05:30',
  model: 'anthropic.claude-haiku-4-5-v1:0',
  profile: 'chat',
  key: 'key_01kb',
  tag: 'team:blue',
  'metadata:project': 'Zoë # 1',
} as const satisfies Partial<Record<UsageDimension, string>>;

const ENTRIES = Object.entries(DIMENSIONS).map(
  ([dimension, value]): UsageEntry => ({ dimension: dimension as UsageDimension, value, counts: COUNTS }),
);

const DAY = '2026-11-22';

const increment = (tenantId: string, promptId: string, more: Partial<UsageIncrement> = {}): UsageIncrement => ({
  ...{ promptId, tenantId, day: DAY, entries: ENTRIES },
  ...more,
});

const times = (count: number): UsageCounts =>
  Object.fromEntries(Object.entries(COUNTS).map(([name, amount]) => [name, amount * count])) as unknown as UsageCounts;

const tagged = (...tags: readonly string[]): readonly UsageEntry[] =>
  tags.map((value) => ({ dimension: 'tag', value, counts: { requests: 1 } }));

/** What every `UsageStore` promises. */
export const testUsageStore = (createStore: () => UsageStore): void => {
  const start = () => {
    const store = createStore();
    const tenantId = newTenant();
    const readDay = (dimension: UsageDimension = 'model') => store.read(tenantId, dimension, DAY, DAY);
    const isCounted = async (count: number) => {
      for (const [dimension, value] of Object.entries(DIMENSIONS)) {
        assert.deepEqual(
          await readDay(dimension as UsageDimension),
          [{ day: DAY, value, ...times(count) }],
          `${count} by ${dimension}`,
        );
      }
    };
    return { store, tenantId, readDay, isCounted };
  };

  test('there is no usage before a prompt', async () => {
    const { readDay } = start();
    for (const dimension of Object.keys(DIMENSIONS)) assert.deepEqual(await readDay(dimension as UsageDimension), []);
  });

  test('all numbers of a prompt are counted, in every dimension', async () => {
    const { store, tenantId, isCounted } = start();
    await store.add(increment(tenantId, 'p1'));
    await isCounted(1);
  });

  test('several values of a dimension are counted beside each other, and what is named twice together', async () => {
    const { store, tenantId, readDay } = start();
    const entries: readonly UsageEntry[] = [
      { dimension: 'model', value: 'opus', counts: { requests: 1 } },
      { dimension: 'model', value: 'opus', counts: { inputTokens: 5 } },
      { dimension: 'model', value: 'haiku', counts: { inputTokens: 7, costMicroUsd: 2 } },
      ...tagged('b', 'a'),
    ];
    await store.add(increment(tenantId, 'p1', { entries }));
    assert.deepEqual(await readDay(), [
      { day: DAY, value: 'haiku', ...NO_COUNTS, inputTokens: 7, costMicroUsd: 2 },
      { day: DAY, value: 'opus', ...NO_COUNTS, requests: 1, inputTokens: 5 },
    ]);
    const tags = (await readDay('tag')).map(({ value, requests }) => [value, requests]);
    assert.deepEqual(tags, [
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('a prompt counted again counts once', async () => {
    const { store, tenantId, isCounted } = start();
    await store.add(increment(tenantId, 'p1'));
    await store.add(increment(tenantId, 'p1'));
    await isCounted(1);
  });

  test('a prompt counted by many at once counts once', async () => {
    const { store, tenantId, isCounted } = start();
    await Promise.all(Array.from({ length: 20 }, () => store.add(increment(tenantId, 'p1'))));
    await isCounted(1);
  });

  test('many prompts at once add up, repeated or not', async () => {
    const { store, tenantId, isCounted } = start();
    const ids = Array.from({ length: 30 }, (_, index) => `p${index % 20}`);
    await Promise.all(ids.map((id) => store.add(increment(tenantId, id))));
    await isCounted(20);
    await Promise.all(ids.map((id) => store.forget(increment(tenantId, id))));
    await isCounted(20);
  });

  test('forgetting one prompt leaves the others remembered', async () => {
    const { store, tenantId, isCounted } = start();
    await store.add(increment(tenantId, 'p1'));
    await store.add(increment(tenantId, 'p2'));
    await store.forget(increment(tenantId, 'p1'));
    await store.forget(increment(tenantId, 'p1'));
    await store.add(increment(tenantId, 'p2'));
    await isCounted(2);
  });

  test('keys of metadata do not mix, not even by their case', async () => {
    const { store, tenantId, readDay } = start();
    const entries = (['metadata:team', 'metadata:Team', 'metadata:team.2'] as const).map((dimension, index) => ({
      ...{ dimension, value: `value ${index}`, counts: { requests: 1 } },
    }));
    await store.add(increment(tenantId, 'p1', { entries }));
    for (const { dimension, value } of entries) {
      assert.deepEqual(
        (await readDay(dimension)).map((count) => count.value),
        [value],
      );
    }
  });

  test('tags beyond so many a day are counted together, a prompt once, also when it is repeated', async () => {
    const { store, tenantId, readDay } = start();
    const names = Array.from({ length: maxValuesPerDay('tag') + 5 }, (_, index) => `tag-${index}`);
    for (let from = 0; from < names.length; from += 15) {
      await store.add(increment(tenantId, `p${from}`, { entries: tagged(...names.slice(from, from + 15)) }));
    }
    const late = increment(tenantId, 'late', { entries: tagged('tag-0', 'new-1', 'new-2') });
    for (const step of ['add', 'add', 'forget', 'forget'] as const) await store[step](late);
    const counts = new Map((await readDay('tag')).map(({ value, requests }) => [value, requests]));
    assert.equal(counts.size, maxValuesPerDay('tag') + 1);
    assert.deepEqual([counts.get('tag-0'), counts.get('new-1'), counts.get(OTHER_VALUES)], [2, undefined, 2]);
  });

  test('days are read from first to last, both included, in order, of one tenant', async () => {
    const { store, tenantId } = start();
    const days = ['2026-11-20', '2026-11-23', '2026-11-21', '2026-11-22'];
    for (const day of days) await store.add(increment(tenantId, `p${day}`, { day }));
    for (const dimension of ['model', 'tag', 'metadata:project'] as const) {
      const read = async (from: string, to: string) =>
        (await store.read(tenantId, dimension, from, to)).map(({ day }) => day);
      assert.deepEqual(await read('2026-11-21', '2026-11-22'), ['2026-11-21', '2026-11-22']);
      assert.deepEqual(await read('2026-11-22', '2026-11-21'), []);
      assert.deepEqual(await store.read(newTenant(), dimension, '2026-11-20', '2026-11-23'), []);
    }
  });

  test('the tenants that had prompts in a month are listed once each, page by page', async () => {
    const { store } = start();
    const ids = [newTenant(), newTenant(), newTenant()];
    for (const tenantId of ids.toReversed()) {
      for (const day of ['2031-03-01', '2031-03-31', '2031-04-01']) {
        await store.add(increment(tenantId, `p${day}`, { day }));
      }
    }
    await store.add(increment(newTenant(), 'p', { day: '2031-02-28' }));
    const first = await store.listTenants('2031-03', { limit: 2 });
    assert.deepEqual(first, { tenantIds: ids.slice(0, 2), hasMore: true });
    const rest = await store.listTenants('2031-03', { limit: 2, after: ids[1] ?? '' });
    assert.deepEqual(rest, { tenantIds: ids.slice(2), hasMore: false });
    assert.deepEqual(await store.listTenants('2031-05', { limit: 2 }), { tenantIds: [], hasMore: false });
  });
};
