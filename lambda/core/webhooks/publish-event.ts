import type { PublishEvent } from '#core/events/service-event.ts';
import { toStoredEvent } from '#core/events/to-stored-event.ts';
import { type StartDeliveryPorts, startDelivery } from './start-delivery.ts';
import { wantsEvent } from './wants-event.ts';
import { DEFAULT_WEBHOOK_ID } from './webhook.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** What publishing events needs of the world. */
export interface PublishEventPorts extends StartDeliveryPorts, Pick<WebhookPorts, 'webhooks' | 'events'> {}

/** More than a tenant has. */
const LIMIT = 100;

/**
 * Publishes events to webhooks: stores the event, and for each webhook that is to be told a delivery, and queues those.
 *
 * What was stored but not queued, because something died, is found by `sweepDeliveries`. The event is also kept for a
 * webhook that is disabled, so that it can be replayed; not for a tenant that has none.
 */
export const createPublishEvent =
  (ports: PublishEventPorts): PublishEvent =>
  async (event, url) => {
    const { webhooks } = await ports.webhooks.list(event.tenantId, { limit: LIMIT });
    if (webhooks.length === 0 && url === undefined) return;
    const stored = toStoredEvent(event);
    await ports.events.add(stored);
    const targets = webhooks
      .filter((webhook) => !webhook.disabled && wantsEvent(webhook, event.type))
      .map(({ id }) => ({ webhookId: id }));
    const all = url === undefined ? targets : [...targets, { webhookId: DEFAULT_WEBHOOK_ID, url }];
    await Promise.all(all.map((target) => startDelivery(stored, target, ports)));
  };
