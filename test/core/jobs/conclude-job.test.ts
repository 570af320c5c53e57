import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { ServiceEvent } from '#core/events/service-event.ts';
import { concludeJob, finishJob } from '#core/jobs/conclude-job.ts';
import type { Job } from '#core/jobs/job.ts';
import { endJob } from '#core/jobs/job-transitions.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { jobOf, lineJobOf } from '#test/fakes/jobs.ts';
import { createMemoryJobStore } from '#test/fakes/memory-job-store.ts';

const ERROR = { code: 'cli_failed', message: 'It broke.', source: 'cli' } as const;

/** A stored job, and all that is done to the world when it ends; `failing` is what of that fails. */
const start = async (job: Job, failing?: string) => {
  const clock = createFakeClock();
  const jobs = createMemoryJobStore(clock);
  await jobs.create(job);
  const done: string[] = [];
  const told: { readonly event: ServiceEvent; readonly url: string | undefined }[] = [];
  const doing = async (what: string): Promise<void> => {
    if (what === failing) throw new Error(`cannot ${what}`);
    const { checkAtMs } = (await jobs.get(job.tenantId, job.id)) ?? {};
    done.push(`${what} ${checkAtMs === undefined ? 'closed' : 'open'}`);
  };
  const none = async () => assert.fail('not at the end');
  const ports = {
    ...{ jobs, clock },
    publishEvent: async (event: ServiceEvent, url?: string) => {
      await doing('tell');
      told.push({ event, url });
    },
    lines: {
      isCanceled: async () => false,
      readDraft: none,
      answerOf: none,
      countLine: () => doing('count'),
      forgetLine: () => doing('forget'),
    },
  };
  return { ports, jobs, done, told };
};

const NOW_MS = createFakeClock()();
const OWN = jobOf(NOW_MS, { webhookUrl: 'https://example.com/hook', metadata: { a: 'b' } });
const LINE = lineJobOf(NOW_MS, 'batch_1', 3);

describe('the end of a job', () => {
  test('is told to its tenant and its address, before it is closed', async () => {
    const { ports, done, told } = await start(OWN);
    const closed = await finishJob(OWN, { status: 'failed', error: ERROR, costMicroUsd: 163 }, ports);
    assert.deepEqual([closed.status, closed.checkAtMs, done], ['failed', undefined, ['tell open']]);
    const [{ event, url } = assert.fail('nobody was told')] = told;
    const { data, ...rest } = event;
    assert.deepEqual(rest, {
      ...{ id: OWN.id.replace('job_', 'evt_'), type: 'job.failed', tenantId: OWN.tenantId, createdAtMs: NOW_MS },
    });
    assert.equal(url, 'https://example.com/hook');
    const { id, tenant_id, status, error, cost_usd, metadata } = data;
    assert.deepEqual(
      [id, tenant_id, status, error, cost_usd, metadata],
      [...[OWN.id, OWN.tenantId, 'failed', ERROR, 0.000163, { a: 'b' }]],
    );
  });

  test('is told under the same id again if it cannot be noted that it was told', async () => {
    const { ports, jobs, told } = await start(OWN);
    const ended = (await jobs.replace(endJob(OWN, { status: 'completed' }, NOW_MS))) ?? assert.fail();
    const replace = async () => {
      throw new Error('cannot be stored');
    };
    await assert.rejects(concludeJob(ended, { ...ports, jobs: { ...jobs, replace } }));
    await concludeJob(ended, ports);
    assert.equal(told.length, 2);
    assert.deepEqual(told[0], told[1]);
  });

  test('is the first that there was', async () => {
    const { ports, told } = await start(OWN);
    await finishJob(OWN, { status: 'canceled' }, ports);
    assert.equal((await finishJob(OWN, { status: 'completed' }, ports)).status, 'canceled');
    assert.equal(told.length, 1);
  });

  test('does not tell the address of one webhook to the others', async () => {
    const { ports, told } = await start(OWN);
    await finishJob(OWN, { status: 'completed' }, ports);
    assert.doesNotMatch(JSON.stringify(told.map(({ event }) => event)), /example\.com/);
  });

  test('has not come for a job that waits or runs', async () => {
    const { ports, done } = await start(OWN);
    for (const job of [OWN, { ...OWN, status: 'in_progress' as const }])
      assert.equal(await concludeJob(job, ports), job);
    assert.deepEqual(done, []);
  });

  test('stays to be told if that fails', async () => {
    const { ports, jobs } = await start(OWN, 'tell');
    await assert.rejects(finishJob(OWN, { status: 'completed' }, ports), { message: 'cannot tell' });
    const { status, checkAtMs } = (await jobs.get(OWN.tenantId, OWN.id)) ?? {};
    assert.equal(status, 'completed');
    assert.ok(checkAtMs !== undefined && checkAtMs > NOW_MS);
  });
});

describe('the end of a line', () => {
  test('is counted, and that is forgotten only when nothing can count it again', async () => {
    const { ports, done } = await start(LINE);
    await finishJob(LINE, { status: 'expired' }, ports);
    assert.deepEqual(done, ['count open', 'forget closed']);
  });

  test('stays to be counted if that fails', async () => {
    const { ports, done, jobs } = await start(LINE, 'count');
    await assert.rejects(finishJob(LINE, { status: 'completed' }, ports));
    assert.deepEqual(done, []);
    assert.notEqual((await jobs.get(LINE.tenantId, LINE.id))?.checkAtMs, undefined);
  });
});
