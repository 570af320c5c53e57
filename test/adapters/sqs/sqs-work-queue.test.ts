import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createSqsWorkQueue } from '#adapters/sqs/sqs-work-queue.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { WorkMessage } from '#core/queue/work-queue.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { startSqsEdge } from '#test/fakes/sqs-edge.ts';

const job = (number: number, tenantId = 'ten_1'): WorkMessage => ({ kind: 'job', tenantId, jobId: `job_${number}` });
const jobs = (count: number): readonly WorkMessage[] => Array.from({ length: count }, (_, number) => job(number));

const start = async (t: TestContext) => {
  const edge = await startSqsEdge();
  t.after(() => edge.close());
  const queue = createSqsWorkQueue({ queueUrl: `${edge.endpoint}/1/work`, ...awsClientConfig(edge.endpoint) });
  const sent = () => edge.entries.map(({ MessageBody = '' }) => JSON.parse(MessageBody) as WorkMessage);
  return { edge, queue, sent };
};

const isUnavailable = (error: unknown): boolean => error instanceof ServiceError && error.code === 'unavailable';

test('every message is sent once, ten in a request', async (t) => {
  const { edge, queue, sent } = await start(t);
  await queue.send(jobs(234));
  assert.deepEqual(
    edge.requests.toSorted((a, b) => a - b),
    [4, ...Array.from({ length: 23 }, () => 10)],
  );
  const ids = new Set(sent().map((message) => message.kind === 'job' && message.jobId));
  assert.equal(ids.size, 234);
});

test('nothing is asked of SQS when there is nothing to send', async (t) => {
  const { edge, queue } = await start(t);
  await queue.send([]);
  assert.deepEqual(edge.requests, []);
});

test('what SQS has not taken of a request is sent again, and nothing else', async (t) => {
  const { edge, queue, sent } = await start(t);
  edge.refusing.push(3, 1);
  await queue.send(jobs(5));
  assert.deepEqual(edge.requests, [5, 3, 1]);
  assert.deepEqual(
    sent().toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
    jobs(5),
  );
});

test('fails as unavailable when SQS does not take a message time and again', async (t) => {
  const { edge, queue } = await start(t);
  edge.refusing.push(1, 1, 1, 1, 1);
  await assert.rejects(queue.send(jobs(2)), isUnavailable);
  assert.deepEqual(edge.requests, [2, 1, 1, 1]);
});

test('fails as unavailable when there is no SQS to connect to', async (t) => {
  const { edge, queue } = await start(t);
  await edge.close();
  await assert.rejects(queue.send(jobs(1)), isUnavailable);
});

test('tenants have groups of their own, of characters that SQS takes, whatever their ids', async (t) => {
  const { edge, queue } = await start(t);
  const tenants = ['ten_1', `user:${'ü'.repeat(251)}`, ' ', '😀'];
  await queue.send(tenants.map((tenantId) => job(1, tenantId)));
  const groups = edge.entries.map(({ MessageGroupId = '' }) => MessageGroupId);
  assert.equal(new Set(groups).size, tenants.length);
  for (const group of groups) assert.match(group, /^[a-zA-Z0-9]{1,128}$/);
});
