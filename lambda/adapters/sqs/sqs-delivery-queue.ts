import { SendMessageCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { orUnavailable } from '#adapters/aws/or-unavailable.ts';
import { MAX_DELAY_SECONDS } from '#core/queue/work-queue.ts';
import type { DeliveryQueue } from '#core/webhooks/delivery-queue.ts';
import { messageGroup } from './message-group.ts';
import { QUEUE_UNAVAILABLE } from './queue-unavailable.ts';

export interface SqsDeliveryQueueOptions extends SQSClientConfig {
  readonly queueUrl: string;
}

/**
 * Sends deliveries to a standard queue of SQS, each tenant's in a group of its own.
 *
 * What is due later than SQS can hold back comes too early, and is then sent again for the rest. Throws ServiceError
 * `unavailable` if SQS cannot be reached.
 */
export const createSqsDeliveryQueue = ({ queueUrl, ...config }: SqsDeliveryQueueOptions): DeliveryQueue => {
  const client = new SQSClient({
    ...config,
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });
  return {
    send: async (message, afterSeconds) => {
      const send = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        MessageGroupId: messageGroup(message.tenantId),
        DelaySeconds: Math.min(afterSeconds, MAX_DELAY_SECONDS),
      });
      await orUnavailable(client.send(send), QUEUE_UNAVAILABLE);
    },
  };
};
