import { toStoredEvent } from '#core/events/to-stored-event.ts';
import { checkActive } from './check-active.ts';
import { checkOwn } from './check-own.ts';
import type { Delivery } from './delivery.ts';
import { findWebhook } from './find-webhook.ts';
import { startDelivery } from './start-delivery.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/**
 * Sends a webhook an event of the type `webhook.test`, whatever it is told of else.
 *
 * @throws ServiceError `not_found`, `conflict` if it is disabled, `invalid_request` if it is the built-in one.
 */
export const testWebhook = async (tenantId: string, id: string, ports: WebhookPorts): Promise<Delivery> => {
  checkOwn(id);
  checkActive(await findWebhook(tenantId, id, ports));
  const createdAtMs = ports.clock();
  const data = { webhook_id: id, tenant_id: tenantId };
  const event = { id: ports.newId('evt', createdAtMs), type: 'webhook.test', tenantId, createdAtMs, data } as const;
  const stored = toStoredEvent(event);
  await ports.events.add(stored);
  return (await startDelivery(stored, { webhookId: id }, ports)).delivery;
};
