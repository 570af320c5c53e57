import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { WorkMessage, WorkOutcome } from '#core/queue/work-queue.ts';
import { createWorker } from '#lambda/create-worker.ts';
import { createMemoryWorkQueue } from '#test/fakes/memory-work-queue.ts';

const jobMessage = (jobId: string): WorkMessage => ({ kind: 'job', tenantId: 'tenant-1', jobId });

/** A worker whose jobs come to what `outcomes` says: done if that says nothing. */
const start = (outcomes: Readonly<Record<string, WorkOutcome | Error>> = {}) => {
  const queue = createMemoryWorkQueue();
  const reports: { readonly message: string; readonly error: unknown }[] = [];
  const begun: string[] = [];
  const none = async () => assert.fail('no such work');
  const worker = createWorker({
    handlers: {
      job: async ({ jobId }) => {
        begun.push(jobId);
        const outcome = outcomes[jobId] ?? { kind: 'done' };
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
      batch: none,
      schedule: none,
    },
    queue,
    report: (message, error) => reports.push({ message, error }),
  });

  /** Delivers these bodies together; tells the numbers of those that come again. */
  const deliver = async (...bodies: readonly (WorkMessage | string)[]): Promise<readonly string[]> => {
    const Records = bodies.map((body, index) => ({
      messageId: `message-${index}`,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }));
    // Of what SQS hands to a function only these attributes matter.
    const event = { Records } as unknown as SQSEvent;
    const { batchItemFailures }: SQSBatchResponse = await worker(event, {} as Context);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
  return { deliver, begun, reports, sent: queue.sent };
};

test('a message whose work is done does not come again', async () => {
  const { deliver, begun, reports, sent } = start();
  assert.deepEqual(await deliver(jobMessage('job_1')), []);
  assert.deepEqual([begun, reports, sent], [['job_1'], [], []]);
});

test('only the messages whose work failed come again, and the others are done all the same', async () => {
  const defect = new Error('a defect');
  const { deliver, begun, reports } = start({ job_2: defect });
  assert.deepEqual(await deliver(jobMessage('job_1'), jobMessage('job_2'), jobMessage('job_3')), ['message-1']);
  assert.deepEqual(begun, ['job_1', 'job_2', 'job_3']);
  assert.deepEqual(reports, [{ message: 'work could not be done', error: defect }]);
});

test('work to be looked at later is sent again, and its message is done with', async () => {
  const { deliver, sent } = start({ job_1: { kind: 'again', afterSeconds: 40 } });
  assert.deepEqual(await deliver(jobMessage('job_1')), []);
  assert.deepEqual(sent, [{ message: jobMessage('job_1'), delaySeconds: 40 }]);
});

test('a message that is no work fails until the queue puts it aside, is reported without what is in it, and spoils no other', async () => {
  const { deliver, begun, reports } = start();
  const poison = ['not JSON: secret', '{"kind":"shell","command":"secret"}', '{"kind":"job","tenantId":"secret"}', ''];
  assert.deepEqual(await deliver(...poison, jobMessage('job_1')), ['message-0', 'message-1', 'message-2', 'message-3']);
  assert.deepEqual([begun, reports.length], [['job_1'], 4]);
  for (const { error } of reports) assert.doesNotMatch(String(error), /secret/);
});
