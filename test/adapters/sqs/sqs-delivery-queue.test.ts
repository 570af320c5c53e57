import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSqsDeliveryQueue } from '#adapters/sqs/sqs-delivery-queue.ts';
import { awsClientConfig } from '#test/fakes/aws-client-config.ts';
import { startLoopbackServer } from '#test/fakes/loopback-server.ts';

test('fails as unavailable when SQS refuses', async (t) => {
  const server = await startLoopbackServer((_, response) => {
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: 'com.amazonaws.sqs#QueueDoesNotExist', message: 'none' }));
  });
  t.after(() => server.close());
  const queue = createSqsDeliveryQueue({ queueUrl: `${server.endpoint}/1/q`, ...awsClientConfig(server.endpoint) });
  const message = { tenantId: 'ten_1', webhookId: 'whe_1', deliveryId: 'whd_1', attempt: 0 };
  await assert.rejects(queue.send(message, 0), { name: 'ServiceError', code: 'unavailable' });
});
