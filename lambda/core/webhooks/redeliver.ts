import { checkActive } from './check-active.ts';
import type { Delivery } from './delivery.ts';
import { type DeliveryRef, findDelivery } from './find-delivery.ts';
import { findWebhook } from './find-webhook.ts';
import { restartDelivery } from './restart-delivery.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/**
 * Has a delivery made again.
 *
 * @throws ServiceError `not_found`, `conflict` if its webhook is disabled.
 */
export const redeliver = async (ref: DeliveryRef, ports: WebhookPorts): Promise<Delivery> => {
  checkActive(await findWebhook(ref.tenantId, ref.webhookId, ports));
  return restartDelivery(await findDelivery(ref, ports.deliveries), ports);
};
