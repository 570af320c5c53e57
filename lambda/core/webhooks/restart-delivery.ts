import { changeDelivery } from './change-delivery.ts';
import type { Delivery } from './delivery.ts';
import { toDeliveryMessage } from './delivery-queue.ts';
import { restartedDelivery } from './delivery-transitions.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** Has a delivery made again from the start, whatever has become of it; one that is pending is made now. */
export const restartDelivery = async (
  delivery: Delivery,
  { deliveries, deliveryQueue, clock }: Pick<WebhookPorts, 'deliveries' | 'deliveryQueue' | 'clock'>,
): Promise<Delivery> => {
  const nowMs = clock();
  const restarted = await changeDelivery(delivery, (latest) => restartedDelivery(latest, nowMs), deliveries);
  await deliveryQueue.send(toDeliveryMessage(restarted), 0);
  return restarted;
};
