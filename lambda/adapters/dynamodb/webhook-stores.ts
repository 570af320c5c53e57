import type { Clock } from '#core/clock.ts';
import type { EventStore } from '#core/events/event-store.ts';
import type { DeliveryStore } from '#core/webhooks/delivery-store.ts';
import type { WebhookStore } from '#core/webhooks/webhook-store.ts';
import { createDeliveryStore } from './delivery-store.ts';
import { createEventStore } from './event-store.ts';
import type { TableClient } from './table-client.ts';
import { createWebhookStore } from './webhook-store.ts';

/** The stores that webhooks are kept in. */
export interface WebhookStores {
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryStore;
  readonly events: EventStore;
}

/** The stores that webhooks are kept in, over the table. */
export const createWebhookStores = (table: TableClient, clock: Clock): WebhookStores => ({
  webhooks: createWebhookStore(table),
  deliveries: createDeliveryStore(table, clock),
  events: createEventStore(table, clock),
});
