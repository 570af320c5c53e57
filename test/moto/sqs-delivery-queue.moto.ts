import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { messageGroup } from '#adapters/sqs/message-group.ts';
import { createSqsDeliveryQueue } from '#adapters/sqs/sqs-delivery-queue.ts';
import { DeliveryMessage } from '#core/webhooks/delivery-queue.ts';
import { motoClientConfig } from './moto-client-config.ts';

const config = motoClientConfig();
const MESSAGE = { tenantId: `user:${'ü'.repeat(200)}`, webhookId: 'whe_1', deliveryId: 'whd_1', attempt: 3 };

test('a delivery that is due is received as it was sent, and one that is not is held back', async (t) => {
  const client = new SQSClient(config);
  t.after(() => client.destroy());
  const { QueueUrl: queueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: randomUUID() }));
  const queue = createSqsDeliveryQueue({ queueUrl, ...config });
  await queue.send(MESSAGE, 0);
  await queue.send(MESSAGE, 900);
  await queue.send(MESSAGE, 86_400);
  const { Messages: [received, ...others] = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: 10,
      MessageSystemAttributeNames: ['MessageGroupId'],
    }),
  );
  assert.deepEqual(others, []);
  assert.deepEqual(DeliveryMessage.parse(JSON.parse(received?.Body ?? '')), MESSAGE);
  assert.equal(received?.Attributes?.MessageGroupId, messageGroup(MESSAGE.tenantId));
  const name = 'ApproximateNumberOfMessagesDelayed';
  const count = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [name] });
  assert.equal((await client.send(count)).Attributes?.[name], '2');
});
