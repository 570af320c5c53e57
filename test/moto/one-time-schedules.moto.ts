import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { CreateScheduleGroupCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { createOneTimeSchedules } from '#adapters/scheduler/one-time-schedules.ts';
import { messageGroup } from '#adapters/sqs/message-group.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { motoClientConfig } from './moto-client-config.ts';

const config = motoClientConfig();
const queueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/webhooks';
const roleArn = 'arn:aws:iam::123456789012:role/schedules';
const MESSAGE = { tenantId: 'ten_1', webhookId: 'whe_1', deliveryId: 'whd_01jd8x2k9efq0v3m5z7b4c6d8g', attempt: 4 };

const open = async (t: { after(stop: () => void): void }) => {
  const client = new SchedulerClient(config);
  t.after(() => client.destroy());
  const groupName = randomUUID();
  await client.send(new CreateScheduleGroupCommand({ Name: groupName }));
  const clock = createFakeClock(Date.UTC(2099, 0, 1));
  return { client, groupName, queue: createOneTimeSchedules({ queueUrl, roleArn, groupName, clock, ...config }) };
};

test('a delivery that is due later has a schedule that runs once, and is deleted then', async (t) => {
  const { client, groupName, queue } = await open(t);
  await queue.send(MESSAGE, 7_200);
  const Name = `${MESSAGE.deliveryId}-4`;
  const schedule = await client.send(new GetScheduleCommand({ Name, GroupName: groupName }));
  assert.equal(schedule.ScheduleExpression, 'at(2099-01-01T02:00:00)');
  assert.equal(schedule.ScheduleExpressionTimezone, 'UTC');
  assert.deepEqual(schedule.FlexibleTimeWindow, { Mode: 'OFF' });
  assert.equal(schedule.ActionAfterCompletion, 'DELETE');
  const { Arn, RoleArn, Input = '' } = schedule.Target ?? {};
  assert.deepEqual([Arn, RoleArn], ['arn:aws:scheduler:::aws-sdk:sqs:sendMessage', roleArn]);
  const { MessageBody, ...sent } = JSON.parse(Input);
  assert.deepEqual(sent, { QueueUrl: queueUrl, MessageGroupId: messageGroup(MESSAGE.tenantId) });
  assert.deepEqual(JSON.parse(MessageBody), MESSAGE);
});

test('asked for twice, there is one schedule', async (t) => {
  const { queue } = await open(t);
  await queue.send(MESSAGE, 7_200);
  await queue.send(MESSAGE, 7_200);
});

test('fails without the group', async () => {
  const clock = createFakeClock(Date.UTC(2099, 0, 1));
  const queue = createOneTimeSchedules({ queueUrl, roleArn, groupName: 'none', clock, ...config });
  await assert.rejects(queue.send(MESSAGE, 7_200));
});
