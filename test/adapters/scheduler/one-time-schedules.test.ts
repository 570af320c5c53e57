import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOneTimeSchedules } from '#adapters/scheduler/one-time-schedules.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { startLoopbackServer } from '#test/fakes/loopback-server.ts';

test('fails as unavailable when EventBridge Scheduler makes no schedule', async (t) => {
  const server = await startLoopbackServer((_, response) => {
    response.writeHead(400, {
      'content-type': 'application/json',
      'x-amzn-errortype': 'ServiceQuotaExceededException',
    });
    response.end(JSON.stringify({ Message: 'full' }));
  });
  t.after(() => server.close());
  const names = { groupName: 'group', roleArn: 'arn:aws:iam::123456789012:role/x', queueUrl: 'http://127.0.0.1:1/q' };
  const queue = createOneTimeSchedules({ ...names, clock: createFakeClock(), ...awsClientConfig(server.endpoint) });
  const message = { tenantId: 'ten_1', webhookId: 'whe_1', deliveryId: 'whd_1', attempt: 3 };
  await assert.rejects(queue.send(message, 7_200), { code: 'unavailable', retryAfterSeconds: 5 });
});
