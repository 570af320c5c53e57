import { createPostWebhook } from '#adapters/webhooks/create-post-webhook.ts';
import { deliver } from '#core/webhooks/deliver.ts';
import { DELIVERY_POLICY, type DeliveryPolicy } from '#core/webhooks/delivery-policy.ts';
import type { DeliveryMessage } from '#core/webhooks/delivery-queue.ts';
import { VERSION } from '#lambda/version.ts';
import type { LocalPorts } from '#local/local-ports.ts';
import type { Pending } from '#local/pending.ts';
import type { LocalQueue } from '#local/work/create-local-queue.ts';

export interface DeliveriesOptions {
  /** Notes each attempt as under way until it is over. */
  readonly pending: Pending;
  readonly log: (record: object) => void;
  /** @default - as on AWS */
  readonly deliveryPolicy?: DeliveryPolicy | undefined;
}

/** Lets the queue's workers deliver, as the webhook function does. */
export const startDeliveries = (
  queue: LocalQueue<DeliveryMessage>,
  ports: LocalPorts,
  { pending, log, deliveryPolicy = DELIVERY_POLICY }: DeliveriesOptions,
): void => {
  const postWebhook = createPostWebhook({ version: VERSION, addressPolicy: ports.addressPolicy });
  queue.start((message) => pending.during(() => deliver(message, { ...ports, postWebhook, deliveryPolicy, log })));
};
