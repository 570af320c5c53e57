import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createEventBridgeScheduler } from '#adapters/scheduler/event-bridge-scheduler.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { startLoopbackServer } from '#test/fakes/loopback-server.ts';
import { newSchedule } from '#test/fakes/schedules.ts';

/** A scheduler whose service answers everything with that error. */
const failingWith = async (t: TestContext, type: string, message: string) => {
  const server = await startLoopbackServer((_, response) => {
    response.writeHead(400, { 'content-type': 'application/json', 'x-amzn-errortype': type });
    response.end(JSON.stringify({ Message: message }));
  });
  t.after(() => server.close());
  const names = { groupName: 'group', roleArn: 'arn:aws:iam::123456789012:role/x', queueUrl: 'http://127.0.0.1:1/q' };
  return createEventBridgeScheduler({ ...names, ...awsClientConfig(server.endpoint) });
};

test('fails as unavailable when the service refuses for reasons of its own', async (t) => {
  const scheduler = await failingWith(t, 'ServiceQuotaExceededException', 'full');
  await assert.rejects(scheduler.put(newSchedule()), { code: 'unavailable', retryAfterSeconds: 5 });
  await assert.rejects(scheduler.remove(newSchedule()), { code: 'unavailable' });
});

test('fails as an invalid request, with the reason, when it does not take the schedule', async (t) => {
  const scheduler = await failingWith(t, 'ValidationException', 'Invalid Schedule Expression Timezone.');
  const message = /does not take this schedule or its time zone: Invalid Schedule Expression Timezone\./;
  await assert.rejects(scheduler.put(newSchedule()), { code: 'invalid_request', message });
});
