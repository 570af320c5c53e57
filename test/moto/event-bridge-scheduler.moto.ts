import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import {
  CreateScheduleGroupCommand,
  GetScheduleCommand,
  type GetScheduleCommandOutput,
  ResourceNotFoundException,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { createEventBridgeScheduler } from '#adapters/scheduler/event-bridge-scheduler.ts';
import { messageGroup } from '#adapters/sqs/message-group.ts';
import { ScheduleMessage } from '#core/schedules/schedule-message.ts';
import { newSchedule } from '#test/fakes/schedules.ts';
import { motoClientConfig } from './moto-client-config.ts';

// moto keeps schedules and sends nothing: that they are due, and what is then sent, only AWS shows.
const config = motoClientConfig();

const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/schedules';
const ROLE_ARN = 'arn:aws-us-gov:iam::123456789012:role/schedules';

const openScheduler = async (t: TestContext) => {
  const client = new SchedulerClient(config);
  t.after(() => client.destroy());
  const groupName = `group-${randomUUID()}`;
  await client.send(new CreateScheduleGroupCommand({ Name: groupName }));

  const get = async (Name: string): Promise<GetScheduleCommandOutput | undefined> => {
    try {
      return await client.send(new GetScheduleCommand({ Name, GroupName: groupName }));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  };
  return {
    scheduler: createEventBridgeScheduler({ groupName, roleArn: ROLE_ARN, queueUrl: QUEUE_URL, ...config }),
    get,
  };
};

test('a schedule is made by the clocks of its zone, and sends the message to the queue', async (t) => {
  const { scheduler, get } = await openScheduler(t);
  const schedule = newSchedule({ timing: { kind: 'cron', expression: '0 7 * * 1-5', timeZone: 'Europe/Zurich' } });
  await scheduler.put(schedule);
  const made = await get(schedule.id);
  assert.deepEqual(
    [made?.ScheduleExpression, made?.ScheduleExpressionTimezone, made?.State, made?.FlexibleTimeWindow?.Mode],
    ['cron(0 7 ? * 2-6 *)', 'Europe/Zurich', 'ENABLED', 'OFF'],
  );
  assert.equal(made?.Target?.Arn, 'arn:aws-us-gov:scheduler:::aws-sdk:sqs:sendMessage');
  assert.equal(made?.Target?.RoleArn, ROLE_ARN);
  const { MessageBody, ...sent } = JSON.parse(made?.Target?.Input ?? '');
  assert.deepEqual(sent, { QueueUrl: QUEUE_URL, MessageGroupId: messageGroup(schedule.tenantId) });
  // As EventBridge Scheduler does when it sends.
  const body = MessageBody.replace('<aws.scheduler.scheduled-time>', '2026-11-23T06:00:00Z');
  assert.deepEqual(ScheduleMessage.parse(JSON.parse(body)), {
    ...{ tenantId: schedule.tenantId, scheduleId: schedule.id, activeFromMs: schedule.activeFromMs },
    dueAtMs: Date.UTC(2026, 10, 23, 6),
  });
});

test('a schedule by rate begins when it is first due', async (t) => {
  const { scheduler, get } = await openScheduler(t);
  const firstAtMs = (Math.ceil(Date.now() / 60_000) + 5) * 60_000;
  const schedule = newSchedule({ timing: { kind: 'rate', everyMinutes: 5, firstAtMs } });
  await scheduler.put(schedule);
  const made = await get(schedule.id);
  assert.deepEqual([made?.ScheduleExpression, made?.StartDate], ['rate(5 minutes)', new Date(firstAtMs)]);
});

test('a schedule that is put again is as it was put last', async (t) => {
  const { scheduler, get } = await openScheduler(t);
  const schedule = newSchedule();
  await scheduler.put(schedule);
  await scheduler.put(schedule);
  await scheduler.put({ ...schedule, timing: { kind: 'cron', expression: '30 8 * * *', timeZone: 'Asia/Tokyo' } });
  const made = await get(schedule.id);
  assert.deepEqual([made?.ScheduleExpression, made?.ScheduleExpressionTimezone], ['cron(30 8 * * ? *)', 'Asia/Tokyo']);
});

test('a schedule is removed, also if that is repeated', async (t) => {
  const { scheduler, get } = await openScheduler(t);
  const schedule = newSchedule();
  await scheduler.put(schedule);
  await scheduler.remove(schedule);
  await scheduler.remove(schedule);
  assert.equal(await get(schedule.id), undefined);
});
