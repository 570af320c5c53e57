import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { messageGroup } from '#adapters/sqs/message-group.ts';
import { createSqsWorkQueue } from '#adapters/sqs/sqs-work-queue.ts';
import { workGroup } from '#core/queue/work-group.ts';
import { WorkMessage } from '#core/queue/work-queue.ts';
import { motoClientConfig } from './moto-client-config.ts';

const config = motoClientConfig();

const openQueue = async (t: TestContext) => {
  const client = new SQSClient(config);
  t.after(() => client.destroy());
  const { QueueUrl: queueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: randomUUID() }));

  /** What a function would be handed, ten at a time, until there is no more. */
  const receiveAll = async () => {
    const received: { message: WorkMessage; group: string | undefined }[] = [];
    while (true) {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl: queueUrl,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['MessageGroupId'],
        }),
      );
      if (Messages.length === 0) return received;
      for (const { Body = '', Attributes, ReceiptHandle } of Messages) {
        received.push({ message: WorkMessage.parse(JSON.parse(Body)), group: Attributes?.MessageGroupId });
        await client.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      }
    }
  };

  const delayed = async (): Promise<string | undefined> => {
    const name = 'ApproximateNumberOfMessagesDelayed';
    const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [name] });
    return (await client.send(command)).Attributes?.[name];
  };

  return { queue: createSqsWorkQueue({ queueUrl, ...config }), receiveAll, delayed };
};

const MESSAGES: readonly WorkMessage[] = Array.from({ length: 25 }, (_, index) => ({
  kind: 'job',
  tenantId: `user:${'ü'.repeat(index * 10)}`,
  jobId: `job_${index}`,
}));

test('work that is sent is received as it was, each tenant’s in a group of its own', async (t) => {
  const { queue, receiveAll } = await openQueue(t);
  await queue.send(MESSAGES);
  const received = await receiveAll();
  const byId = (messages: readonly unknown[]) => messages.map((message) => JSON.stringify(message)).toSorted();
  assert.deepEqual(byId(received.map(({ message }) => message)), byId(MESSAGES));
  for (const { message, group } of received) assert.equal(group, messageGroup(workGroup(message)));
});

test('work may be sent to be done later', async (t) => {
  const { queue, receiveAll, delayed } = await openQueue(t);
  await queue.send(MESSAGES.slice(0, 3), 900);
  assert.deepEqual(await receiveAll(), []);
  assert.equal(await delayed(), '3');
});
