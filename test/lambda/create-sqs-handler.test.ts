import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { createSqsHandler } from '#lambda/create-sqs-handler.ts';
import { handOver } from '#test/fakes/sqs-batch.ts';

/** A function whose messages name a job; `failing` jobs fail. */
const start = (failing: Readonly<Record<string, Error>> = {}) => {
  const reports: { readonly message: string; readonly error: unknown }[] = [];
  const begun: string[] = [];
  const handler = createSqsHandler({
    schema: z.object({ job: z.string(), times: z.int() }),
    handle: async ({ job }) => {
      begun.push(job);
      if (failing[job]) throw failing[job];
    },
    report: (message, error) => reports.push({ message, error }),
  });
  return { deliver: (...bodies: readonly string[]) => handOver(handler, ...bodies), begun, reports };
};

const message = (job: string): string => JSON.stringify({ job, times: 1 });

test('a message that was handled does not come again', async () => {
  const { deliver, begun, reports } = start();
  assert.deepEqual(await deliver(message('a')), []);
  assert.deepEqual([begun, reports], [['a'], []]);
});

test('only the messages that failed come again, and the others are handled all the same', async () => {
  const defect = new Error('a defect');
  const { deliver, begun, reports } = start({ b: defect });
  assert.deepEqual(await deliver(message('a'), message('b'), message('c')), [1]);
  assert.deepEqual(begun, ['a', 'b', 'c']);
  assert.deepEqual(reports, [{ message: 'the message 1 could not be handled', error: defect }]);
});

test('a message of another shape fails until the queue puts it aside, is reported without what is in it, and spoils no other', async () => {
  const { deliver, begun, reports } = start();
  const poison = ['not JSON: secret', '{"kind":"shell","command":"secret"}', '{"job":"secret","times":"secret"}', ''];
  assert.deepEqual(await deliver(...poison, message('a')), [0, 1, 2, 3]);
  assert.deepEqual([begun, reports.length], [['a'], 4]);
  for (const { error } of reports) assert.doesNotMatch(String(error), /secret/);
});
