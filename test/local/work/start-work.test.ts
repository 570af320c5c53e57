import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { startJob } from '#core/jobs/job-transitions.ts';
import { workGroup } from '#core/queue/work-group.ts';
import type { LocalPorts } from '#local/local-ports.ts';
import { createPending } from '#local/pending.ts';
import { createLocalQueue } from '#local/work/create-local-queue.ts';
import { startWork } from '#local/work/start-work.ts';
import { sweepWork } from '#local/work/sweep-work.ts';
import { createJobPorts } from '#test/fakes/job-ports.ts';
import { HELLO } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

/** A table, with what an earlier process left in it, and a process that starts. */
const open = async (isOurs = true) => {
  const world = await createJobPorts(createScriptedRunner(HELLO));
  const reports: unknown[] = [];
  const queue = createLocalQueue({
    workers: 2,
    groupOf: workGroup,
    report: (_message, error) => reports.push(error),
    startTimer: () => () => {},
  });
  const pending = createPending();
  const start = async (changes: Partial<LocalPorts> = {}) => {
    // Of all that local mode has, the work needs only these.
    const ports = { ...world.ports, queue, ...changes } as LocalPorts;
    await sweepWork(ports, isOurs ? Number.POSITIVE_INFINITY : world.clock());
    startWork(queue, ports, pending);
  };
  return { ...world, queue, pending, reports, start };
};

test('what an earlier process left waiting is worked off', async () => {
  const { submit, read, start, pending } = await open();
  const jobs = [await submit(), await submit()];
  await start();
  await pending.drained();
  for (const job of jobs) assert.equal((await read(job)).status, 'completed');
});

test('what an earlier process left running is started again, at once', async () => {
  const { submit, read, start, ports, pending, clock } = await open();
  const job = await submit();
  await ports.jobs.replace(startJob(job, 'prompt_none', clock(), clock() + 900_000));
  await start();
  await pending.drained();
  const { status, attempts } = await read(job);
  assert.deepEqual([status, attempts], ['completed', 1]);
});

test('in a table that others use too, what they run is left to them', async () => {
  const { submit, read, start, ports, pending, clock } = await open(false);
  const job = await submit();
  const started = await ports.jobs.replace(startJob(job, 'prompt_none', clock(), clock() + 900_000));
  await start();
  await pending.drained();
  assert.deepEqual(await read(job), started);
});

test('what is sent later is worked off too, and is under way until it is', async () => {
  const { submit, read, start, queue, pending } = await open();
  await start();
  const job = await submit();
  await queue.send([{ kind: 'job', tenantId: job.tenantId, jobId: job.id }]);
  let isDrained = false;
  const drained = pending.drained().then(() => {
    isDrained = true;
  });
  assert.equal(isDrained, false);
  await drained;
  assert.equal((await read(job)).status, 'completed');
});

test('work that fails is under way no longer', async () => {
  const { submit, start, queue, pending, reports } = await open();
  const upstream = async () => {
    throw new Error('a defect');
  };
  await start({ upstream });
  const job = await submit();
  await queue.send([{ kind: 'job', tenantId: job.tenantId, jobId: job.id }]);
  await pending.drained();
  await setImmediate();
  assert.deepEqual(reports.map(String), ['Error: a defect']);
});
