import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FakeRequest } from '#test/fakes/proxy-event.ts';
import { createTestApi, STRANGER } from '#test/fakes/test-api.ts';

const JOB = { prompt: 'Hi', model: 'haiku', profile: 'chat' };

const open = () => {
  const api = createTestApi();
  const create = (body: object = {}, request: FakeRequest = {}) =>
    api.call('POST', '/v1/schedules', { body: { schedule: { cron: '0 7 * * 1-5' }, job: JOB, ...body }, ...request });
  const at = (method: string, id: string, request: FakeRequest = {}, member = '') =>
    api.call(method, `/v1/schedules/{id}${member}`, {
      ...{ path: `/v1/schedules/${id}${member}`, pathParameters: { id } },
      ...request,
    });
  const idsAt = async (path: string, query: Record<string, string>, id = '') => {
    const { json } = await api.call('GET', path, { query, pathParameters: { id } });
    return { ids: json.data.map((item: { readonly id: string }) => item.id), hasMore: json.has_more };
  };
  return { ...api, create, at, idsAt };
};

describe('POST /v1/schedules', () => {
  test('tells when it will run: by the clocks of its zone, five times', async () => {
    const { create } = open();
    const { status, json } = await create({ name: 'Report', time_zone: 'Europe/Zurich' });
    assert.equal(status, 200);
    assert.deepEqual(
      [json.object, json.name, json.schedule, json.time_zone, json.enabled, json.missed_runs, json.runs_as],
      ['schedule', 'Report', { cron: '0 7 * * 1-5' }, 'Europe/Zurich', true, 'skip', 'key:alice'],
    );
    const days = ['23', '24', '25', '26', '27'].map((day) => `2026-11-${day}T06:00:00.000Z`);
    assert.deepEqual(json.next_runs, days);
    assert.equal(json.job.prompt, 'Hi');
  });

  test('takes intervals, and tells them in the greatest unit', async () => {
    const { create } = open();
    for (const [given, told] of [
      ['5 minutes', '5 minutes'],
      ['1 minute', '1 minute'],
      ['90 minutes', '90 minutes'],
      ['120 minutes', '2 hours'],
      ['24 hours', '1 day'],
      ['7 days', '7 days'],
    ] as const) {
      assert.deepEqual((await create({ schedule: { every: given } })).json.schedule, { every: told });
    }
  });

  for (const [what, body, pointer, message] of [
    [
      'a cron that cannot be read',
      { schedule: { cron: '61 * * * *' } },
      '/schedule/cron',
      /minute must be 0 to 59, not 61/,
    ],
    ['a cron that restricts both days', { schedule: { cron: '0 0 1 * 1' } }, '/schedule/cron', /make two schedules/],
    ['a cron that is never due', { schedule: { cron: '0 0 31 2 *' } }, '/schedule/cron', /never due/],
    ['an interval of seconds', { schedule: { every: '30 seconds' } }, '/schedule/every', /1 minute to 366 days/],
    ['no interval', { schedule: { every: '0 minutes' } }, '/schedule/every', /1 minute to 366 days/],
    ['an interval of years', { schedule: { every: '367 days' } }, '/schedule/every', /1 minute to 366 days/],
    ['both', { schedule: { cron: '* * * * *', every: '1 day' } }, '/schedule', /must be like/],
    ['neither', { schedule: {} }, '/schedule/cron', /expected string/],
    ['text', { schedule: 'rate(1 day)' }, '/schedule', /must be like/],
    ['a zone that there is not', { time_zone: 'Europe/Atlantis' }, '/time_zone', /such as Europe\/Zurich/],
    ['an offset for a zone', { time_zone: '+01:00' }, '/time_zone', /such as Europe\/Zurich/],
    ['a job without a prompt', { job: { model: 'haiku' } }, '/job/prompt', /expected string/],
    ['a job that streams', { job: { ...JOB, stream: true } }, '/job', /stream/],
    ['a job that is too large', { job: { ...JOB, prompt: 'ü'.repeat(33_000) } }, '/job', /more than 65536 bytes/],
    ['a model that there is not', { job: { ...JOB, model: 'gpt' } }, '/job/model', /"gpt"/],
    ['a name of two lines', { name: 'a\nb' }, '/name', /control characters/],
  ] as const) {
    test(`fails with ${what}`, async () => {
      const { create } = open();
      const { status, json } = await create(body);
      assert.equal(status, 400, JSON.stringify(json));
      const named = json.errors.find((error: { readonly pointer: string }) => error.pointer === pointer);
      assert.ok(named, JSON.stringify(json.errors));
      assert.match(json.detail, message);
    });
  }
});

describe('the schedules of a tenant', () => {
  test('are listed page by page, the newest first, without their jobs', async () => {
    const { create, idsAt, call } = open();
    for (let count = 0; count < 3; count += 1) await create();
    await create({}, { caller: STRANGER });
    const path = '/v1/schedules';
    assert.deepEqual(await idsAt(path, { limit: '2' }), { ids: ['sch_000003', 'sch_000002'], hasMore: true });
    assert.deepEqual(await idsAt(path, { limit: '2', after: 'sch_000002' }), { ids: ['sch_000001'], hasMore: false });
    assert.equal('job' in (await call('GET', path)).json.data[0], false);
  });

  test('are not there for another tenant', async () => {
    const { create, at } = open();
    await create();
    const caller = STRANGER;
    for (const [method, member, body] of [
      ['GET', '', undefined],
      ['PATCH', '', { enabled: false }],
      ['DELETE', '', undefined],
      ['POST', '/run', undefined],
      ['GET', '/runs', undefined],
    ] as const) {
      const foreign = await at(method, 'sch_000001', { caller, ...(body && { body }) }, member);
      const absent = await at(method, 'sch_000009', body && { body }, member);
      assert.deepEqual([foreign.status, absent.status], [404, 404]);
      const { instance: _, ...told } = foreign.json;
      assert.equal(
        JSON.stringify(told).replaceAll('sch_000001', 'sch_000009'),
        JSON.stringify({ ...absent.json, instance: undefined }),
      );
    }
    assert.equal((await at('GET', 'sch_000001')).json.enabled, true);
  });

  test('are paused, resumed and deleted', async () => {
    const { create, at } = open();
    await create();
    const paused = await at('PATCH', 'sch_000001', { body: { enabled: false } });
    assert.deepEqual([paused.json.enabled, paused.json.next_runs], [false, []]);
    const resumed = await at('PATCH', 'sch_000001', { body: { enabled: true } });
    assert.equal(resumed.json.next_runs.length, 5);
    const deleted = await at('DELETE', 'sch_000001');
    assert.deepEqual(deleted.json, { id: 'sch_000001', object: 'schedule', deleted: true });
    assert.equal((await at('GET', 'sch_000001')).status, 404);
  });
});

describe('the runs of a schedule', () => {
  test('by hand make a job at once, and are listed with what became of it', async () => {
    const { create, at, idsAt, ports, clock } = open();
    await create({ enabled: false });
    const { status, headers, json } = await at('POST', 'sch_000001', {}, '/run');
    assert.deepEqual([status, json.object, json.trigger, json.status], [202, 'schedule_run', 'manual', 'queued']);
    assert.match(headers['location'] ?? '', new RegExp(`/v1/jobs/${json.job_id}$`));
    assert.equal((await ports.jobs.get('tenant-1', json.job_id))?.scheduleId, 'sch_000001');
    clock.advance(1);
    const again = await at('POST', 'sch_000001', {}, '/run');
    const path = '/v1/schedules/{id}/runs';
    const page = await idsAt(path, { limit: '1' }, 'sch_000001');
    assert.deepEqual(page, { ids: [again.json.id], hasMore: true });
    assert.deepEqual((await idsAt(path, { after: again.json.id }, 'sch_000001')).ids, [json.id]);
  });

  test('tell why there is no job, and that a job is gone', async () => {
    const { create, at, ports, clock } = open();
    await create();
    const { job_id: jobId } = (await at('POST', 'sch_000001', {}, '/run')).json;
    const job = await ports.jobs.get('tenant-1', jobId);
    assert.ok(job && (await ports.jobs.delete(job)));
    const run = { tenantId: 'tenant-1', scheduleId: 'sch_000001', trigger: 'schedule', expiresAtSeconds: 2e9 } as const;
    const error = { code: 'unknown_model', message: 'Gone.', source: 'gateway' } as const;
    await ports.scheduleRuns.begin({ ...run, dueAtMs: clock() + 1, outcome: { kind: 'skipped', reason: 'Late.' } });
    await ports.scheduleRuns.begin({ ...run, dueAtMs: clock() + 2, outcome: { kind: 'refused', error } });
    const { data } = (await at('GET', 'sch_000001', {}, '/runs')).json;
    const told = data.map(({ status, reason, job_id }: Record<string, unknown>) => [status, reason, job_id]);
    assert.deepEqual(told, [
      ['refused', 'Gone.', null],
      ['skipped', 'Late.', null],
      [null, null, jobId],
    ]);
  });
});
