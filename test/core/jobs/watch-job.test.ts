import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job } from '#core/jobs/job.ts';
import { cancelJobOf, startJob } from '#core/jobs/job-transitions.ts';
import { watchJob } from '#core/jobs/watch-job.ts';
import { jobOf } from '#test/fakes/jobs.ts';
import { createMemoryJobStore } from '#test/fakes/memory-job-store.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 12);

/** Watches a job that runs; `onSleep` is what happens while it sleeps for the nth time. */
const start = async (onSleep: (nth: number, world: { job: Job; ended: AbortController }) => unknown) => {
  const jobs = createMemoryJobStore(() => NOW_MS);
  const job = startJob(jobOf(NOW_MS), 'prompt_1', NOW_MS, NOW_MS + 900_000);
  await jobs.create(job);
  const ended = new AbortController();
  const reports: unknown[] = [];
  const slept: number[] = [];
  let stops = 0;
  const watch = (get = jobs.get) =>
    watchJob(job, () => (stops += 1), ended.signal, {
      jobs: { ...jobs, get },
      sleep: async (durationMs, signal) => {
        assert.equal(signal, ended.signal);
        slept.push(durationMs);
        await onSleep(slept.length, { job, ended });
      },
      report: (_message, error) => reports.push(error),
    });
  return { jobs, job, watch, reports, slept, stops: () => stops };
};

test('a run is stopped, once, within a second of its job being canceled', async () => {
  const { jobs, job, watch, slept, stops } = await start(async (nth) => {
    if (nth === 3) await jobs.replace(cancelJobOf(job, NOW_MS));
  });
  await watch();
  assert.deepEqual([stops(), slept], [1, [1_000, 1_000, 1_000]]);
});

test('a run is stopped whose job was deleted, or ended by others', async () => {
  const { jobs, job, watch, stops } = await start(async (nth) => {
    if (nth === 1) await jobs.delete(job);
  });
  await watch();
  assert.equal(stops(), 1);
});

test('the watch ends with the run, which is not stopped', async () => {
  const { watch, slept, stops } = await start((nth, { ended }) => nth === 2 && ended.abort());
  await watch();
  assert.deepEqual([stops(), slept.length], [0, 2]);
});

test('a store that fails is reported, and looked at again', async () => {
  const { jobs, job, watch, reports, stops } = await start(async (nth) => {
    if (nth === 3) await jobs.replace(cancelJobOf(job, NOW_MS));
  });
  let reads = 0;
  await watch(async (tenantId, id) => {
    reads += 1;
    if (reads < 3) throw new Error('the table cannot be read');
    return jobs.get(tenantId, id);
  });
  assert.deepEqual([reports.length, stops()], [2, 1]);
});
