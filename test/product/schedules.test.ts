import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createScheduleStore } from '#adapters/dynamodb/schedule-store.ts';
import type { Schedule } from '#core/schedules/schedule.ts';
import type { StartOptions } from '#local/start-local.ts';
import { openTable } from '#local/table/open-table.ts';
import { startTestService } from '#test/local/start-test-service.ts';
import { temporaryFolder } from '#test/local/temporary-folder.ts';
import { readJson } from './read-json.ts';

const HOUR_MS = 3_600_000;

const JOB = { model: 'haiku', profile: 'chat', prompt: '[[say: on time]]' };

/** The service, which can be stopped and started again with its data. */
const open = async (t: TestContext) => {
  const dataDir = await temporaryFolder(t);
  const start = async (options: StartOptions = {}) => {
    const { baseUrl, credentials, close } = await startTestService(t, { dataDir, poolAgentSize: 0, ...options });
    const headers = { authorization: `Bearer ${credentials.api_key}`, 'content-type': 'application/json' };
    const call = async (method: string, path: string, body?: object) =>
      readJson(await fetch(`${baseUrl}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) }));
    return { call, close: () => close(0) };
  };
  /** Changes what stands in the table, while the service is stopped: only so can a test set the time. */
  const change = async (id: string, changes: Partial<Schedule>) => {
    const { table, close } = await openTable({ folder: join(dataDir, 'table') });
    const schedules = createScheduleStore(table);
    for await (const schedule of schedules.listActive()) {
      if (schedule.id === id) assert.ok(await schedules.replace({ ...schedule, ...changes }));
    }
    await close();
  };
  return { start, change };
};

type Service = Awaited<ReturnType<Awaited<ReturnType<typeof open>>['start']>>;

/** The runs of a schedule, once there are some, and their jobs: a run is there before its job. */
const runsOf = async ({ call }: Service, id: string) => {
  for (;;) {
    const { data } = await call('GET', `/v1/schedules/${id}/runs`);
    if (data.length > 0 && data.every(({ status }: { readonly status: string | null }) => status)) return data;
  }
};

/** Due every day at the minute that it was then, and in force for hours. */
const dueAt = (ms: number): Partial<Schedule> => {
  const due = new Date(ms);
  const expression = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;
  return { timing: { kind: 'cron', expression, timeZone: 'UTC' }, activeFromMs: ms - HOUR_MS };
};

describe('a schedule', () => {
  it('that is due makes one job, which runs for its owner, also over restarts', async (t) => {
    const { start, change } = await open(t);
    const first = await start();
    const made = await first.call('POST', '/v1/schedules', { schedule: { every: '1 day' }, job: JOB, name: 'Daily' });
    assert.equal(made.next_runs.length, 5);
    await first.close();
    await change(made.id, dueAt(Date.now()));

    const second = await start();
    const [run] = await runsOf(second, made.id);
    assert.equal(run.trigger, 'schedule');
    const job = await second.call('GET', `/v1/jobs/${run.job_id}?wait=25`);
    assert.deepEqual([job.status, job.schedule_id], ['completed', made.id]);
    assert.equal(job.prompt.response, '[stand-in model] on time');
    await second.close();

    const third = await start();
    const kept = await third.call('GET', `/v1/schedules/${made.id}`);
    assert.deepEqual([kept.name, kept.enabled, kept.next_runs.length], ['Daily', true, 5]);
    // Made by hand, so that whatever the start has queued is done when this is.
    const { job_id: later } = await third.call('POST', `/v1/schedules/${made.id}/run`);
    await third.call('GET', `/v1/jobs/${later}?wait=25`);
    const runs = await runsOf(third, made.id);
    const told = runs.map(({ trigger, status }: Record<string, unknown>) => [trigger, status]);
    assert.deepEqual(told, [
      ['manual', 'completed'],
      ['schedule', 'completed'],
    ]);
    assert.equal((await third.call('GET', '/v1/jobs')).data.length, 2);
    const { total } = await third.call('GET', '/v1/usage');
    assert.equal(total.requests, 2);
  });

  for (const [missedRuns, status] of [
    ['skip', 'skipped'],
    ['run_once', 'completed'],
  ] as const) {
    it(`that was due while nothing ran does with that as it should: ${missedRuns}`, async (t) => {
      const { start, change } = await open(t);
      const first = await start();
      const body = { schedule: { every: '1 day' }, job: JOB, missed_runs: missedRuns };
      const { id } = await first.call('POST', '/v1/schedules', body);
      await first.close();
      await change(id, dueAt(Date.now() - HOUR_MS / 2));

      const second = await start();
      const [run, ...others] = await runsOf(second, id);
      assert.deepEqual(others, []);
      if (run.job_id) await second.call('GET', `/v1/jobs/${run.job_id}?wait=25`);
      assert.equal((await runsOf(second, id))[0].status, status);
    });
  }

  it('that is due has its job made while no worker is free', async (t) => {
    const { start, change } = await open(t);
    const first = await start();
    const { id } = await first.call('POST', '/v1/schedules', { schedule: { every: '1 day' }, job: JOB });
    await first.close();
    await change(id, dueAt(Date.now()));

    const second = await start({ workers: 0 });
    const [run] = await runsOf(second, id);
    assert.equal((await second.call('GET', `/v1/jobs/${run.job_id}`)).status, 'queued');
  });

  it('that is paused or deleted makes no job at the next start', async (t) => {
    const { start, change } = await open(t);
    const first = await start();
    const make = async () => (await first.call('POST', '/v1/schedules', { schedule: { every: '1 day' }, job: JOB })).id;
    const [paused, deleted, running] = [await make(), await make(), await make()];
    await first.call('PATCH', `/v1/schedules/${paused}`, { enabled: false });
    await first.call('DELETE', `/v1/schedules/${deleted}`);
    await first.close();
    for (const id of [paused, deleted, running]) await change(id, dueAt(Date.now()));

    const second = await start();
    await runsOf(second, running);
    assert.deepEqual((await second.call('GET', `/v1/schedules/${paused}/runs`)).data, []);
    const { data } = await second.call('GET', '/v1/schedules');
    assert.deepEqual(
      data.map(({ id }: { readonly id: string }) => id),
      [running, paused],
    );
  });
});
