import type { DeliveryPolicy } from './delivery-policy.ts';
import type { PostWebhook } from './post-webhook.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** What delivering needs of the world. */
export interface DeliverPorts
  extends Pick<WebhookPorts, 'webhooks' | 'deliveries' | 'events' | 'deliveryQueue' | 'newWebhookSecret' | 'clock'> {
  readonly postWebhook: PostWebhook;
  readonly deliveryPolicy: DeliveryPolicy;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: (record: object) => void;
}
