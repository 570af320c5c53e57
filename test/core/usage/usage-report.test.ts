import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageQuery } from '#core/usage/usage-query.ts';
import { usageReport } from '#core/usage/usage-report.ts';
import type { UsageIncrement } from '#core/usage/usage-store.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryUsageStore } from '#test/fakes/memory-usage-store.ts';
import { SOME_METRICS } from '#test/fakes/run-events.ts';

const clock = createFakeClock();

const usedBy = (model: string) => SOME_METRICS.modelUsage.map((usage) => ({ ...usage, model }));

const INCREMENTS: readonly Partial<UsageIncrement>[] = [
  { day: '2026-11-20', model: 'sonnet' },
  // A run of sonnet that failed, and whose subagent called haiku.
  { day: '2026-11-22', model: 'sonnet', isError: true, modelUsage: [...usedBy('sonnet'), ...usedBy('haiku')] },
  { day: '2026-11-22', model: 'haiku' },
  { day: '2026-11-22', model: 'haiku', tenantId: 'tenant-2' },
  { day: '2026-10-01', model: 'haiku' },
];

const report = async (query: Partial<UsageQuery> = {}) => {
  const usage = createMemoryUsageStore();
  for (const [index, increment] of INCREMENTS.entries()) {
    const { model = '' } = increment;
    const promptId = `prompt_${index}`;
    await usage.add({
      ...{ promptId, tenantId: 'tenant-1', day: '', model, isError: false, modelUsage: usedBy(model) },
      ...increment,
    });
  }
  // biome-ignore lint/suspicious/noExplicitAny: the report is only an object to its caller.
  return (await usageReport('tenant-1', UsageQuery.parse(query), { usage, clock })) as any;
};

const counts = (requests: number, errors: number, calls: number) => ({
  requests,
  errors,
  input_tokens: 10 * calls,
  output_tokens: 20 * calls,
  cache_read_input_tokens: 30 * calls,
  cache_creation_input_tokens: 40 * calls,
  cost_usd: (163 * calls) / 1_000_000,
});

test('usage is reported by day, oldest first, of the 30 days to today, with its total', async () => {
  assert.deepEqual(await report(), {
    object: 'usage_report',
    from: '2026-10-24',
    to: '2026-11-22',
    group_by: 'day',
    as_of: '2026-11-22T12:00:00.000Z',
    data: [
      { object: 'usage', day: '2026-11-20', ...counts(1, 0, 1) },
      { object: 'usage', day: '2026-11-22', ...counts(2, 1, 3) },
    ],
    total: counts(3, 1, 4),
  });
});

test('usage by model counts a request with its main model, and tokens with the model that used them', async () => {
  const { data, total } = await report({ group_by: 'model' });
  assert.deepEqual(data, [
    { object: 'usage', model: 'haiku', ...counts(1, 0, 2) },
    { object: 'usage', model: 'sonnet', ...counts(2, 1, 2) },
  ]);
  assert.deepEqual(total, counts(3, 1, 4));
});

for (const { query, from, to, requests } of [
  { query: { from: '2026-11-22' }, from: '2026-11-22', to: '2026-11-22', requests: 2 },
  { query: { to: '2026-11-21' }, from: '2026-10-23', to: '2026-11-21', requests: 1 },
  { query: { from: '2026-10-01', to: '2026-10-01' }, from: '2026-10-01', to: '2026-10-01', requests: 1 },
  { query: { from: '2025-11-22', to: '2026-11-22' }, from: '2025-11-22', to: '2026-11-22', requests: 4 },
  { query: { to: '2027-01-01', from: '2026-12-01' }, from: '2026-12-01', to: '2027-01-01', requests: 0 },
]) {
  test(`${JSON.stringify(query)} is from ${from} to ${to}, both included`, async () => {
    const answer = await report(query);
    assert.deepEqual([answer.from, answer.to, answer.total.requests], [from, to, requests]);
  });
}

for (const { query, days } of [
  { query: { from: '2026-11-23' }, days: '2026-11-23 to 2026-11-22 is 0 days' },
  { query: { from: '2026-11-20', to: '2026-11-01' }, days: '2026-11-20 to 2026-11-01 is -18 days' },
  { query: { from: '2025-11-21', to: '2026-11-22' }, days: '2025-11-21 to 2026-11-22 is 367 days' },
]) {
  test(`fails for ${days}`, async () => {
    await assert.rejects(report(query), {
      code: 'invalid_request',
      message: `${days}: "from" must not be after "to", and at most 366 days may be asked for.`,
    });
  });
}

for (const query of [{ from: '2026-02-30' }, { to: '22.11.2026' }, { group_by: 'tenant' }, { tenant: 'tenant-2' }]) {
  test(`fails for the query ${JSON.stringify(query)}`, () => assert.equal(UsageQuery.safeParse(query).success, false));
}
