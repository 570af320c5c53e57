import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WorkMessage, WorkOutcome } from '#core/queue/work-queue.ts';
import { createWorker } from '#lambda/create-worker.ts';
import { createMemoryWorkQueue } from '#test/fakes/memory-work-queue.ts';
import { handOver } from '#test/fakes/sqs-batch.ts';

const JOB: WorkMessage = { kind: 'job', tenantId: 'tenant-1', jobId: 'job_1' };

/** A worker whose jobs come to that. */
const start = (outcome: WorkOutcome | Error) => {
  const queue = createMemoryWorkQueue();
  const begun: string[] = [];
  const none = async () => assert.fail('no such work');
  const worker = createWorker({
    handlers: {
      job: async ({ jobId }) => {
        begun.push(jobId);
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
      batch: none,
    },
    queue,
    report: () => {},
  });
  return { deliver: (body: object) => handOver(worker, JSON.stringify(body)), begun, sent: queue.sent };
};

test('a message whose work is done does not come again', async () => {
  const { deliver, begun, sent } = start({ kind: 'done' });
  assert.deepEqual(await deliver(JOB), []);
  assert.deepEqual([begun, sent], [['job_1'], []]);
});

test('a message whose work failed comes again', async () => {
  assert.deepEqual(await start(new Error('a defect')).deliver(JOB), [0]);
});

test('work to be looked at later is sent again, and its message is done with', async () => {
  const { deliver, sent } = start({ kind: 'again', afterSeconds: 40 });
  assert.deepEqual(await deliver(JOB), []);
  assert.deepEqual(sent, [{ message: JOB, delaySeconds: 40 }]);
});

test('a message that is no work comes again, until the queue puts it aside', async () => {
  const { deliver, begun } = start({ kind: 'done' });
  assert.deepEqual(await deliver({ kind: 'shell', command: 'x' }), [0]);
  assert.deepEqual(begun, []);
});
