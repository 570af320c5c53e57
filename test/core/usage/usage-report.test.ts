import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Prompt } from '#core/prompts/prompt.ts';
import { usageCsv } from '#core/usage/usage-csv.ts';
import { usageIncrement } from '#core/usage/usage-increment.ts';
import { UsageQuery } from '#core/usage/usage-query.ts';
import { usageReport } from '#core/usage/usage-report.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryUsageStore } from '#test/fakes/memory-usage-store.ts';
import { SOME_METRICS } from '#test/fakes/run-events.ts';

const clock = createFakeClock();

const usedBy = (...models: readonly string[]): Prompt['metrics'] => ({
  ...SOME_METRICS,
  modelUsage: SOME_METRICS.modelUsage.flatMap((usage) => models.map((model) => ({ ...usage, model }))),
});

const PROMPT: Prompt = {
  ...{ id: '', tenantId: 'tenant-1', principalId: 'key_a', requestId: 'r', status: 'completed' },
  ...{ profile: 'chat', model: 'sonnet', store: false, metadata: {}, deadlineAtMs: 0, expiresAtSeconds: 0 },
  createdAtMs: Date.UTC(2026, 10, 20, 7, 59),
  metrics: usedBy('sonnet'),
  timings: { durationMs: 1_500.4, overheadMs: 0 },
};

const LATER = Date.UTC(2026, 10, 22, 8);

const PROMPTS: readonly Partial<Prompt>[] = [
  { tags: ['red', 'blue', 'red'] },
  // A run of sonnet that failed, and whose subagent called haiku.
  { createdAtMs: LATER, status: 'failed', metrics: usedBy('sonnet', 'haiku'), profile: 'agent', tags: ['red'] },
  { createdAtMs: LATER, model: 'haiku', metrics: usedBy('haiku'), principalId: 'key_b' },
  { createdAtMs: LATER, model: 'haiku', metrics: usedBy('haiku'), tenantId: 'tenant-2' },
  { createdAtMs: Date.UTC(2026, 9, 1), model: 'haiku', metrics: usedBy('haiku') },
];

const report = async (query: Partial<UsageQuery> = {}) => {
  const usage = createMemoryUsageStore();
  for (const [index, prompt] of PROMPTS.entries()) {
    await usage.add(usageIncrement({ ...PROMPT, ...prompt, id: `prompt_${index}` }));
  }
  return usageReport('tenant-1', UsageQuery.parse(query), { usage, clock });
};

const counts = (requests: number, errors: number, calls: number) => ({
  requests,
  errors,
  input_tokens: 10 * calls,
  output_tokens: 20 * calls,
  cache_read_input_tokens: 30 * calls,
  cache_creation_input_tokens: 40 * calls,
  cost_usd: (163 * calls) / 1_000_000,
  run_seconds: 1.5 * requests,
});

const rows = async (group_by: UsageQuery['group_by']) =>
  (await report({ group_by })).data.map(({ object: _, ...row }) => row);

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
  assert.deepEqual(await rows('model'), [
    { model: 'haiku', ...counts(1, 0, 2) },
    { model: 'sonnet', ...counts(2, 1, 2) },
  ]);
});

test('usage is told apart by hour, profile and caller', async () => {
  assert.deepEqual(await rows('profile'), [
    { profile: 'agent', ...counts(1, 1, 2) },
    { profile: 'chat', ...counts(2, 0, 2) },
  ]);
  assert.deepEqual(await rows('key'), [
    { key: 'key_a', ...counts(2, 1, 3) },
    { key: 'key_b', ...counts(1, 0, 1) },
  ]);
  assert.deepEqual((await report({ group_by: 'hour', from: '2026-11-20' })).data, [
    { object: 'usage', hour: '2026-11-20T07:00:00Z', ...counts(1, 0, 1) },
    { object: 'usage', hour: '2026-11-22T08:00:00Z', ...counts(2, 1, 3) },
  ]);
});

test('a prompt counts with each of its tags, and once in the total', async () => {
  const { data, total } = await report({ group_by: 'tag' });
  assert.deepEqual(data, [
    { object: 'usage', tag: 'blue', ...counts(1, 0, 1) },
    { object: 'usage', tag: 'red', ...counts(2, 1, 3) },
  ]);
  assert.deepEqual(total, counts(3, 1, 4));
});

test('usage is told apart by day and something else together', async () => {
  assert.deepEqual(await rows('day,tag'), [
    { day: '2026-11-20', tag: 'blue', ...counts(1, 0, 1) },
    { day: '2026-11-20', tag: 'red', ...counts(1, 0, 1) },
    { day: '2026-11-22', tag: 'red', ...counts(1, 1, 2) },
  ]);
});

test('a report as CSV has a header and a line for each row', async () => {
  assert.equal(
    usageCsv(await report({ group_by: 'day,profile', from: '2026-11-20', to: '2026-11-21' })),
    'day,profile,input_tokens,output_tokens,cache_read_input_tokens,cache_creation_input_tokens,' +
      'requests,errors,cost_usd,run_seconds\r\n' +
      '2026-11-20,chat,10,20,30,40,1,0,0.000163,1.5\r\n',
  );
});

test('a value with a comma, a quote or a line break stays one cell of CSV', async () => {
  const { data, ...rest } = await report({ group_by: 'key' });
  const csv = usageCsv({ ...rest, data: data.slice(0, 1).map((row) => ({ ...row, key: 'a,"b"\n' })) });
  assert.match(csv, /\r\n"a,""b""\n",30,/);
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

const by = (group_by: UsageQuery['group_by'], from: string) => ({ group_by, from, to: '2026-11-22' });

for (const { query, problem } of [
  { query: by('day', '2026-11-23'), problem: '2026-11-23 to 2026-11-22 is 0 days: .* at most 366 days' },
  { query: by('model', '2025-11-21'), problem: '2025-11-21 to 2026-11-22 is 367 days: .* at most 366 days' },
  { query: by('hour', '2026-10-22'), problem: '2026-10-22 to 2026-11-22 is 32 days: .* at most 31 days' },
  { query: by('tag', '2026-08-22'), problem: '2026-08-22 to 2026-11-22 is 93 days: .* at most 92 days' },
  { query: by('day,key', '2026-08-22'), problem: '2026-08-22 to 2026-11-22 is 93 days: .* at most 92 days' },
]) {
  test(`fails for ${problem}`, async () => {
    await assert.rejects(report(query), { code: 'invalid_request', message: new RegExp(problem) });
  });
}

for (const query of [
  ...[{ from: '2026-02-30' }, { to: '22.11.2026' }, { tenant: 'tenant-2' }],
  ...[{ group_by: 'tenant' }, { group_by: 'model,day' }, { group_by: 'day,hour' }],
]) {
  test(`fails for the query ${JSON.stringify(query)}`, () => assert.equal(UsageQuery.safeParse(query).success, false));
}
