import type { DeliverPorts } from './deliver-ports.ts';
import { type DeliveryMessage, toDeliveryMessage } from './delivery-queue.ts';
import { claimedDelivery } from './delivery-transitions.ts';
import { makeAttempt } from './make-attempt.ts';
import { secondsUntil } from './seconds-until.ts';

/**
 * Makes the attempt that a message asks for, and sees to the next one.
 *
 * Safe to repeat, also at the same time: whoever claims the delivery makes the attempt. If that is cut off, the claim
 * ends by itself.
 */
export const deliver = async (message: DeliveryMessage, ports: DeliverPorts): Promise<void> => {
  const { tenantId, webhookId, deliveryId, attempt } = message;
  const { deliveries, deliveryQueue, clock } = ports;
  const delivery = await deliveries.get(tenantId, webhookId, deliveryId);
  if (delivery?.nextAttemptAtMs === undefined || delivery.attemptCount !== attempt) return;
  const nowMs = clock();
  if (delivery.nextAttemptAtMs > nowMs) {
    await deliveryQueue.send(message, secondsUntil(delivery.nextAttemptAtMs, nowMs));
    return;
  }
  const claimed = await deliveries.replace(claimedDelivery(delivery, nowMs));
  const made = claimed && (await makeAttempt(claimed, ports));
  if (made?.nextAttemptAtMs === undefined) return;
  await deliveryQueue.send(toDeliveryMessage(made), secondsUntil(made.nextAttemptAtMs, clock()));
};
