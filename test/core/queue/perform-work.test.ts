import assert from 'node:assert/strict';
import { test } from 'node:test';
import { performWork } from '#core/queue/perform-work.ts';
import { MAX_DELAY_SECONDS, type WorkMessage, type WorkOutcome } from '#core/queue/work-queue.ts';
import { createMemoryWorkQueue } from '#test/fakes/memory-work-queue.ts';

const JOB: WorkMessage = { kind: 'job', tenantId: 'tenant-1', jobId: 'job_1' };
const BATCH: WorkMessage = { kind: 'batch', tenantId: 'tenant-1', batchId: 'batch_1' };

const start = (outcome: WorkOutcome = { kind: 'done' }) => {
  const queue = createMemoryWorkQueue();
  const done: unknown[] = [];
  const doing = (kind: string) => async (message: WorkMessage) => {
    done.push([kind, message]);
    return outcome;
  };
  const handlers = { job: doing('job'), batch: doing('batch') };
  return { done, sent: queue.sent, perform: (message: WorkMessage) => performWork(message, handlers, queue) };
};

test('each kind of work is done by its handler, once', async () => {
  const { done, sent, perform } = start();
  for (const message of [JOB, BATCH]) await perform(message);
  assert.deepEqual(done, [
    ['job', JOB],
    ['batch', BATCH],
  ]);
  assert.deepEqual(sent, []);
});

for (const [afterSeconds, delaySeconds] of [
  [0, 0],
  [60, 60],
  [MAX_DELAY_SECONDS, MAX_DELAY_SECONDS],
  [86_400, MAX_DELAY_SECONDS],
] as const) {
  test(`work to look at again in ${afterSeconds} s is sent again with a delay of ${delaySeconds} s`, async () => {
    const { sent, perform } = start({ kind: 'again', afterSeconds });
    await perform(JOB);
    assert.deepEqual(sent, [{ message: JOB, delaySeconds }]);
  });
}

test('fails if the work fails, and sends nothing: the queue brings the message again', async () => {
  const queue = createMemoryWorkQueue();
  const failing = async () => {
    throw new Error('a defect');
  };
  const handlers = { job: failing, batch: failing };
  await assert.rejects(performWork(JOB, handlers, queue), { message: 'a defect' });
  assert.deepEqual(queue.sent, []);
});
