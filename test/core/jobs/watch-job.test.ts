import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job } from '#core/jobs/job.ts';
import type { JobStore } from '#core/jobs/job-store.ts';
import { cancelJobOf, endJob, startJob } from '#core/jobs/job-transitions.ts';
import { watchJob } from '#core/jobs/watch-job.ts';
import { batchOf, lineOf } from '#test/fakes/batches.ts';
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
  let isBatchCanceled = false;
  const watch = (get = jobs.get) =>
    watchJob(job, () => (stops += 1), ended.signal, {
      jobs: { ...jobs, get },
      lines: { isCanceled: async () => isBatchCanceled },
      sleep: async (durationMs, signal) => {
        assert.equal(signal, ended.signal);
        slept.push(durationMs);
        await onSleep(slept.length, { job, ended });
      },
      report: (_message, error) => reports.push(error),
    });
  const cancelBatch = () => {
    isBatchCanceled = true;
  };
  return { jobs, job, watch, cancelBatch, reports, slept, stops: () => stops };
};

test('a run is stopped, once, within a second of its job being canceled', async () => {
  const { jobs, job, watch, slept, stops } = await start(async (nth) => {
    if (nth === 3) await jobs.replace(cancelJobOf(job, NOW_MS));
  });
  await watch();
  assert.deepEqual([stops(), slept], [1, [1_000, 1_000, 1_000]]);
});

for (const [what, change] of [
  ['was deleted', (job: Job, jobs: JobStore) => jobs.delete(job)],
  ['has ended', (job: Job, jobs: JobStore) => jobs.replace(endJob(job, { status: 'failed' }, NOW_MS))],
  ['somebody else runs', (job: Job, jobs: JobStore) => jobs.replace({ ...job, promptId: 'prompt_2' })],
] as const) {
  test(`a run is stopped whose job ${what}`, async () => {
    const { jobs, job, watch, stops } = await start((nth) => nth === 1 && change(job, jobs));
    await watch();
    assert.equal(stops(), 1);
  });
}

test('a line is stopped whose batch was canceled; a job of its own is not', async () => {
  for (const isLine of [true, false]) {
    const { job, watch, cancelBatch, stops } = await start((nth, { ended }) => nth === 3 && ended.abort());
    cancelBatch();
    await watch(async () => (isLine ? { ...lineOf(batchOf('batch_1', NOW_MS), 0), ...job } : job));
    assert.equal(stops(), isLine ? 1 : 0);
  }
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
