import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { MAX_DELAY_SECONDS } from '#core/queue/work-queue.ts';
import { PROJECT_ROOT } from '#lib/project-root.ts';
import { synthesize } from './synthesize.ts';
import { resourcesOf } from './template-parts.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:operators';

const alarmsOf = (options: object) =>
  resourcesOf(synthesize({ stackName: 'trial', ...options }), 'AWS::CloudWatch::Alarm').map(
    ([, { Properties }]) => Properties,
  );

const silent = alarmsOf({});

test('each queue, its dead letters, and each function that works without a caller is watched', () => {
  assert.deepEqual(silent.map(({ AlarmName }) => AlarmName).sort(), [
    'trial-schedule-dead-letters',
    'trial-schedule-errors',
    'trial-schedule-queue-age',
    'trial-sweeper-errors',
    'trial-webhook-dead-letters',
    'trial-webhook-errors',
    'trial-webhook-queue-age',
    'trial-work-dead-letters',
    'trial-work-queue-age',
    'trial-worker-errors',
  ]);
});

test('nothing to do is no reason for an alarm', () => {
  for (const { AlarmName, TreatMissingData } of silent) assert.equal(TreatMissingData, 'notBreaching', AlarmName);
});

test('a message that was put off, and whose handler has died, is no reason for an alarm', () => {
  const queues = new Map(resourcesOf(synthesize({}), 'AWS::SQS::Queue'));
  const ages = silent.filter(({ MetricName }) => MetricName === 'ApproximateAgeOfOldestMessage');
  assert.equal(ages.length, 3);
  for (const { AlarmName, Threshold, Dimensions } of ages) {
    const queue = queues.get(Dimensions[0].Value['Fn::GetAtt'][0])?.Properties;
    // A schedule that is due is never put off.
    const delaySeconds = AlarmName === 'trial-schedule-queue-age' ? 0 : MAX_DELAY_SECONDS;
    assert.ok(Threshold > delaySeconds + queue.VisibilityTimeout, AlarmName);
  }
});

test('alarms tell the topic that the deployment names, and nobody without one', () => {
  for (const { AlarmActions, OKActions } of silent) assert.deepEqual([AlarmActions, OKActions], [undefined, undefined]);
  for (const { AlarmActions, OKActions } of alarmsOf({ alarmTopicArn: TOPIC })) {
    assert.deepEqual([AlarmActions, OKActions], [[TOPIC], [TOPIC]]);
  }
});

test('the operator is told of each alarm what it means, how to find the cause, and what to do', () => {
  const sections = readFileSync(join(PROJECT_ROOT, 'docs/operations.md'), 'utf8').split(/^## /m);
  for (const { AlarmName, AlarmDescription } of silent) {
    const name = AlarmName.replace('trial-', '');
    assert.ok(AlarmDescription.endsWith(`docs/operations.md#${name}`), AlarmDescription);
    const section = sections.find((text) => text.startsWith(`${name}\n`)) ?? '';
    for (const part of ['Description', 'Investigation', 'Resolution']) {
      assert.match(section, new RegExp(`^\\*\\*${part}\\.\\*\\* `, 'm'), name);
    }
  }
});
