import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_DELAY_SECONDS } from '#core/queue/work-queue.ts';
import { synthesize } from './synthesize.ts';
import { resourcesOf, theResource } from './template-parts.ts';

const template = synthesize({ jobs: { maxConcurrentRuns: 7 } });
const queues = new Map(resourcesOf(template, 'AWS::SQS::Queue'));

/** A queue, its dead-letter queue, the function that it feeds, and how. */
const partsOf = (queuePrefix: string, functionPrefix: string) => {
  const [functionId, handler] = theResource(template, 'AWS::Lambda::Function', functionPrefix);
  const [, { Properties: source }] = theResource(template, 'AWS::Lambda::EventSourceMapping', functionPrefix);
  const [queueId, queue] = [...queues].find(([id]) => source.EventSourceArn['Fn::GetAtt'][0] === id) ?? [];
  assert.ok(queue && queueId?.startsWith(queuePrefix), queueId);
  const { deadLetterTargetArn, maxReceiveCount } = queue.Properties.RedrivePolicy;
  const deadLetters = queues.get(deadLetterTargetArn['Fn::GetAtt'][0]);
  assert.ok(deadLetters);
  assert.deepEqual(source.FunctionName, { Ref: functionId });
  return {
    queue: queue.Properties,
    deadLetters: deadLetters.Properties,
    handler: handler.Properties,
    source,
    maxReceiveCount,
  };
};

const pairs = {
  work: partsOf('WorkQueue', 'WorkerFunction'),
  schedule: partsOf('ScheduleQueue', 'ScheduleFunction'),
  webhook: partsOf('WebhookQueue', 'WebhookFunction'),
};

for (const [name, { queue, deadLetters, handler, source, maxReceiveCount }] of Object.entries(pairs)) {
  test(`a message of the ${name} queue is in nobody else's hands while the function may be at work`, () => {
    // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    assert.ok(queue.VisibilityTimeout >= 6 * handler.Timeout);
  });

  test(`the ${name} function is handed one message at a time, and says itself whether it has failed`, () => {
    assert.deepEqual([source.BatchSize, source.FunctionResponseTypes], [1, ['ReportBatchItemFailures']]);
  });

  test(`what the ${name} function fails on time and again is kept for two weeks, and longer than in the queue`, () => {
    assert.equal(maxReceiveCount, 5);
    assert.equal(deadLetters.MessageRetentionPeriod, 14 * 86_400);
    assert.ok(queue.MessageRetentionPeriod + MAX_DELAY_SECONDS < deadLetters.MessageRetentionPeriod);
  });

  test(`the ${name} queue is a standard queue: fair, not first in, first out`, () => {
    assert.equal(queue.FifoQueue, undefined);
  });
}

test('so many jobs run at once as the deployment says', () => {
  assert.deepEqual(pairs.work.source.ScalingConfig, { MaximumConcurrency: 7 });
});

test('every queue is encrypted, and refuses plain HTTP', () => {
  const refusals = resourcesOf(template, 'AWS::SQS::QueuePolicy').map(([, { Properties }]) => Properties);
  assert.equal(queues.size, 6);
  for (const [id, { Properties }] of queues) {
    assert.equal(Properties.SqsManagedSseEnabled, true, id);
    const [policy] = refusals.filter(({ Queues }) => Queues[0].Ref === id);
    const [{ Effect, Action, Condition }, ...others] = policy.PolicyDocument.Statement;
    assert.deepEqual(
      [Effect, Action, Condition, others],
      ['Deny', 'sqs:*', { Bool: { 'aws:SecureTransport': 'false' } }, []],
    );
  }
});
