import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awaitJob } from '#core/jobs/await-job.ts';
import { endJob } from '#core/jobs/job-transitions.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { jobOf } from '#test/fakes/jobs.ts';
import { createMemoryJobStore } from '#test/fakes/memory-job-store.ts';

/** A queued job that ends after so long, and what waiting for it is like. */
const start = async (endsAfterMs = Number.POSITIVE_INFINITY) => {
  const clock = createFakeClock();
  const startMs = clock();
  const jobs = createMemoryJobStore(clock);
  const job = jobOf(clock());
  await jobs.create(job);
  const slept: number[] = [];
  const sleep = async (durationMs: number) => {
    slept.push(durationMs);
    clock.advance(durationMs);
    const latest = await jobs.get(job.tenantId, job.id);
    if (latest && clock() - startMs >= endsAfterMs)
      await jobs.replace(endJob(latest, { status: 'completed' }, clock()));
  };
  const wait = (waitMs: number) => awaitJob(job, waitMs, { jobs, clock, sleep });
  return { jobs, job, clock, slept, wait, passedMs: () => clock() - startMs };
};

test('a job that ends in time is told as it has ended, soon after', async () => {
  const { wait, passedMs } = await start(3_000);
  assert.equal((await wait(20_000)).status, 'completed');
  assert.ok(passedMs() <= 3_200, `${passedMs()} ms`);
});

test('a job that takes longer is told as it stands when the time is over, and not later', async () => {
  const { wait, passedMs } = await start();
  assert.equal((await wait(1_050)).status, 'queued');
  assert.equal(passedMs(), 1_050);
});

test('whoever does not wait, or waits for a job that has ended, is told at once', async () => {
  const { jobs, job, clock, slept, wait } = await start();
  assert.equal(await wait(0), job);
  const ended = endJob(job, { status: 'failed' }, clock());
  const sleep = async () => assert.fail('it waited');
  assert.equal(await awaitJob(ended, 5_000, { jobs, clock, sleep }), ended);
  assert.deepEqual(slept, []);
});

test('a job that is deleted meanwhile is told as it was last seen', async () => {
  const { jobs, job, wait } = await start();
  await jobs.delete(job);
  assert.deepEqual(await wait(1_000), job);
});
