import type { Clock } from '#core/clock.ts';
import type { EventStore } from '#core/events/event-store.ts';
import type { DeliveryQueue } from './delivery-queue.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { AddressPolicy } from './is-allowed-address.ts';
import type { WebhookStore } from './webhook-store.ts';

/** What managing webhooks, and telling them of events, needs of the world. */
export interface WebhookPorts {
  readonly webhooks: WebhookStore;
  readonly deliveries: DeliveryStore;
  readonly events: EventStore;
  readonly deliveryQueue: DeliveryQueue;
  readonly addressPolicy: AddressPolicy;
  /** `whsec_…`: 32 random bytes. */
  readonly newWebhookSecret: () => string;
  readonly newId: (prefix: string, atMs: number) => string;
  /** An id of that moment: the same whenever it is made of the same name. */
  readonly namedId: (prefix: string, atMs: number, name: string) => string;
  readonly clock: Clock;
}
