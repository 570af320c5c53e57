import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Prompt } from '#core/prompts/prompt.ts';
import { parseSettings } from '#core/settings.ts';
import { usageCsv } from '#core/usage/usage-csv.ts';
import { usageIncrement } from '#core/usage/usage-increment.ts';
import { usageLabels } from '#core/usage/usage-labels.ts';
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
  usageLabels: { day: '', hour: '', metadata: {} },
  metrics: usedBy('sonnet'),
  timings: { durationMs: 1_500.4, overheadMs: 0 },
};

const LATER = Date.UTC(2026, 10, 22, 8);

const PROMPTS: readonly Partial<Prompt>[] = [
  { tags: ['red', 'blue', 'red'], metadata: { project: 'apollo', team: 'a', job: '7' } },
  // A run of sonnet that failed, and whose subagent called haiku.
  {
    ...{ createdAtMs: LATER, status: 'failed', metrics: usedBy('sonnet', 'haiku'), profile: 'agent', tags: ['red'] },
    metadata: { project: 'apollo' },
  },
  { createdAtMs: LATER, model: 'haiku', metrics: usedBy('haiku'), principalId: 'key_b', metadata: { project: 'x, y' } },
  { createdAtMs: LATER, model: 'haiku', metrics: usedBy('haiku'), tenantId: 'tenant-2' },
  { createdAtMs: Date.UTC(2026, 9, 1), model: 'haiku', metrics: usedBy('haiku') },
];

const reportOf = async (
  prompts: readonly Partial<Prompt>[],
  query: Partial<UsageQuery>,
  settings = parseSettings({}),
) => {
  const usage = createMemoryUsageStore();
  for (const [index, changes] of prompts.entries()) {
    const prompt = { ...PROMPT, ...changes, id: `prompt_${index}` };
    const labels = usageLabels(prompt.createdAtMs, prompt.metadata, settings);
    await usage.add(usageIncrement({ ...prompt, usageLabels: labels }));
  }
  return usageReport('tenant-1', UsageQuery.parse(query), { usage, clock, settings });
};

const report = (query: Partial<UsageQuery> = {}) => reportOf(PROMPTS, query);

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
    time_zone: 'UTC',
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

test('a prompt counts with the value that its metadata has for a key, if it has one', async () => {
  assert.deepEqual(await rows('metadata:project'), [
    { metadata: { project: 'apollo' }, ...counts(2, 1, 3) },
    { metadata: { project: 'x, y' }, ...counts(1, 0, 1) },
  ]);
  assert.deepEqual(await rows('day,metadata:team'), [
    { day: '2026-11-20', metadata: { team: 'a' }, ...counts(1, 0, 1) },
  ]);
});

test('a value that a spreadsheet would take for a formula has an apostrophe before it in CSV', async () => {
  const metadata = { project: '=HYPERLINK(1)' };
  const csv = usageCsv(await reportOf([{ metadata }], { group_by: 'metadata:project', from: '2026-11-20' }));
  assert.match(csv, /\r\n'=HYPERLINK\(1\),10,/);
});

test('metadata is a column of CSV by the name that was asked for', async () => {
  const csv = usageCsv(await report({ group_by: 'metadata:project' }));
  assert.match(csv, /^metadata:project,input_tokens,.*\r\napollo,30,.*\r\n"x, y",10,/);
});

test('fails for a key of metadata that usage is not told apart by, and names those that it is', async () => {
  const message =
    'Usage is not told apart by metadata:job here: keys of metadata are project, team, environment, customer.';
  await assert.rejects(report({ group_by: 'metadata:job' }), { code: 'invalid_request', message });
});

/** When summer time ends in Zurich: the hour from 2 o'clock comes twice. */
const TWICE = [Date.UTC(2026, 9, 24, 22, 30), Date.UTC(2026, 9, 25, 0, 30), Date.UTC(2026, 9, 25, 1, 30)].map(
  (createdAtMs) => ({ createdAtMs }),
);

test('days and hours are those of the time zone, and the hour that comes twice is two', async () => {
  const settings = parseSettings({ timeZone: 'Europe/Zurich' });
  const byHour = await reportOf(TWICE, { group_by: 'hour', from: '2026-10-25', to: '2026-10-25' }, settings);
  assert.deepEqual(
    byHour.data.map(({ hour, requests }) => [hour, requests]),
    [
      ['2026-10-25T00:00:00+02:00', 1],
      ['2026-10-25T02:00:00+02:00', 1],
      ['2026-10-25T02:00:00+01:00', 1],
    ],
  );
  const byDay = await reportOf(TWICE, {}, settings);
  assert.deepEqual(
    [byDay.time_zone, byDay.data.map(({ day, requests }) => [day, requests])],
    ['Europe/Zurich', [['2026-10-25', 3]]],
  );
});

for (const [timeZone, today] of [
  ['UTC', '2026-11-22'],
  ['Pacific/Kiritimati', '2026-11-23'],
] as const) {
  test(`today is ${today} in ${timeZone}`, async () => {
    assert.equal((await reportOf([], {}, parseSettings({ timeZone }))).to, today);
  });
}

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
  { query: by('metadata:Monkey', '2026-08-22'), problem: '2026-08-22 to 2026-11-22 is 93 days: .* at most 92 days' },
  { query: by('day,key', '2026-08-22'), problem: '2026-08-22 to 2026-11-22 is 93 days: .* at most 92 days' },
]) {
  test(`fails for ${problem}`, async () => {
    await assert.rejects(report(query), { code: 'invalid_request', message: new RegExp(problem) });
  });
}

for (const query of [
  ...[{ from: '2026-02-30' }, { to: '22.11.2026' }, { tenant: 'tenant-2' }],
  ...[{ group_by: 'tenant' }, { group_by: 'model,day' }, { group_by: 'day,hour' }],
  ...[
    { group_by: 'metadata' },
    { group_by: 'metadata:' },
    { group_by: 'metadata:a b' },
    { group_by: 'hour,metadata:a' },
  ],
]) {
  test(`fails for the query ${JSON.stringify(query)}`, () => assert.equal(UsageQuery.safeParse(query).success, false));
}
