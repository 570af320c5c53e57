import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { deliver } from '#core/webhooks/deliver.ts';
import type { DeliverPorts } from '#core/webhooks/deliver-ports.ts';
import { DeliveryMessage } from '#core/webhooks/delivery-queue.ts';

export interface WebhooksPorts extends DeliverPorts {
  readonly report: (message: string, error: unknown) => void;
}

/**
 * The webhook function: makes the attempts that the messages of its queue ask for, all of a batch at the same time.
 *
 * What fails for a reason of ours comes again, by itself: the others of its batch do not. A receiver that fails is no
 * such reason.
 */
export const createWebhooks = (ports: WebhooksPorts) => {
  const handle = async ({ messageId, body }: SQSRecord): Promise<readonly string[]> => {
    try {
      await deliver(DeliveryMessage.parse(JSON.parse(body)), ports);
      return [];
    } catch (error) {
      ports.report(`the message ${messageId} could not be handled`, error);
      return [messageId];
    }
  };

  return middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const failed = await Promise.all(Records.map(handle));
    return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
  });
};
