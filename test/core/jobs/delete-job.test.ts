import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deleteJob } from '#core/jobs/delete-job.ts';
import { requestText } from '#core/jobs/job-texts.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { createJobPorts } from '#test/fakes/job-ports.ts';
import { lineJobOf } from '#test/fakes/jobs.ts';
import { errorEvent, HELLO, STARTED } from '#test/fakes/run-events.ts';
import { createScriptedRunner } from '#test/fakes/scripted-runner.ts';

/** The first runs give those events, and the later ones an answer. */
const start = async (...runs: readonly (readonly RunEvent[])[]) => {
  const left = [...runs];
  const fake = await createJobPorts(createScriptedRunner(() => left.shift() ?? HELLO));
  const job = await fake.submit();
  return { ...fake, job };
};

test('a job is deleted with its prompt, its events and its request', async () => {
  const { ports, run, read, job } = await start();
  await run(job);
  const done = await read(job);
  await deleteJob(done, ports);
  assert.equal(await ports.jobs.get(job.tenantId, job.id), undefined);
  assert.equal(await ports.prompts.get(job.tenantId, done.promptId ?? ''), undefined);
  assert.equal(await ports.jobEvents.lastSeq(job), 0);
  assert.equal(await ports.texts.get(requestText(job)), undefined);
});

test('a job that ran several times is deleted with the prompts of all its runs', async () => {
  const { ports, workOff, read, job } = await start([STARTED, errorEvent({ code: 'upstream_overloaded' })]);
  await workOff();
  const prompts = async () => (await ports.prompts.list(job.tenantId, { limit: 10 })).prompts.length;
  assert.equal(await prompts(), 2);
  await deleteJob(await read(job), ports);
  assert.equal(await prompts(), 0);
});

test('a job whose deletion broke off is deleted at the next try', async () => {
  const { ports, run, read, job } = await start();
  await run(job);
  const done = await read(job);
  const texts = {
    ...ports.texts,
    delete: async () => {
      throw new Error('the bucket cannot be reached');
    },
  };
  await assert.rejects(deleteJob(done, { ...ports, texts }));
  await deleteJob(await read(job), ports);
  assert.equal(await ports.jobs.get(job.tenantId, job.id), undefined);
});

test('a job that was canceled before it had a prompt is deleted', async () => {
  const { ports, cancel, job } = await start();
  await deleteJob(await cancel(job), ports);
  assert.equal(await ports.jobs.get(job.tenantId, job.id), undefined);
});

test('fails for a job that has not ended, or of whose end somebody has yet to be told, and deletes nothing', async () => {
  const { ports, read, job } = await start();
  const started = await ports.jobs.replace({ ...job, status: 'in_progress', promptId: 'prompt_1' });
  assert.ok(started);
  const ended = { ...started, status: 'completed' as const };
  for (const open of [job, started, { ...started, status: 'canceling' as const }, ended]) {
    await assert.rejects(deleteJob(open, ports), { code: 'conflict', message: new RegExp(`is ${open.status}`) });
  }
  assert.deepEqual(await read(job), started);
  assert.ok(await ports.texts.get(requestText(job)));
});

test('fails for a line, which goes with its batch', async () => {
  const { ports, clock } = await start();
  const { checkAtMs: _, ...line } = lineJobOf(clock(), 'batch_1', 0, { status: 'completed' });
  await ports.jobs.create(line);
  await assert.rejects(deleteJob(line, ports), { code: 'conflict', message: /is a line of batch_1/ });
  assert.ok(await ports.jobs.get(line.tenantId, line.id));
});
