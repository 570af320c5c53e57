import type { StoredEvent } from '#core/events/event-store.ts';
import type { Delivery } from './delivery.ts';
import { toDeliveryMessage } from './delivery-queue.ts';
import { dueAt } from './delivery-transitions.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** Whom an event is to be told. */
export interface Target {
  readonly webhookId: string;
  /** @default - the webhook's own */
  readonly url?: string;
}

/** What having an event delivered needs of the world. */
export type StartDeliveryPorts = Pick<WebhookPorts, 'deliveries' | 'deliveryQueue' | 'namedId' | 'clock'>;

const toDelivery = (event: StoredEvent, target: Target, { namedId, clock }: StartDeliveryPorts): Delivery => {
  const nowMs = clock();
  return {
    id: namedId('whd', event.createdAtMs, `${target.webhookId} ${event.id}`),
    tenantId: event.tenantId,
    ...target,
    eventId: event.id,
    eventType: event.type,
    eventAtMs: event.createdAtMs,
    status: 'pending',
    attempts: [],
    attemptCount: 0,
    attemptsBefore: 0,
    ...dueAt(nowMs),
    createdAtMs: nowMs,
    // With the event, which it cannot be made without.
    expiresAtSeconds: event.expiresAtSeconds,
    version: 1,
  };
};

/**
 * Stores that a webhook is to be told of an event, and queues it. Repeating it makes nothing new.
 *
 * @returns the delivery, and whether it is new.
 */
export const startDelivery = async (
  event: StoredEvent,
  target: Target,
  ports: StartDeliveryPorts,
): Promise<{ readonly delivery: Delivery; readonly isNew: boolean }> => {
  const delivery = toDelivery(event, target, ports);
  const isNew = await ports.deliveries.create(delivery);
  if (isNew) await ports.deliveryQueue.send(toDeliveryMessage(delivery), 0);
  return { delivery, isNew };
};
