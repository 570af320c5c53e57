import { deliver } from '#core/webhooks/deliver.ts';
import type { DeliverPorts } from '#core/webhooks/deliver-ports.ts';
import { DeliveryMessage } from '#core/webhooks/delivery-queue.ts';
import { createSqsHandler } from './create-sqs-handler.ts';

export interface WebhooksPorts extends DeliverPorts {
  readonly report: (message: string, error: unknown) => void;
}

/**
 * The webhook function: makes the attempts that the messages of its queue ask for.
 *
 * What fails for a reason of ours comes again. A receiver that fails is no such reason.
 */
export const createWebhooks = ({ report, ...ports }: WebhooksPorts) =>
  createSqsHandler({ schema: DeliveryMessage, handle: (message) => deliver(message, ports), report });
