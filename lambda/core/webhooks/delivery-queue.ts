import { z } from 'zod';
import type { Delivery } from './delivery.ts';

/** That an attempt to deliver is due. Says only where to look. */
export const DeliveryMessage = z.object({
  tenantId: z.string(),
  webhookId: z.string(),
  deliveryId: z.string(),
  /** Attempts made before: who finds another number there comes too late. */
  attempt: z.int().nonnegative(),
});
export type DeliveryMessage = z.infer<typeof DeliveryMessage>;

/** Brings messages to whoever delivers: each at least once, in no order, perhaps too early or late. */
export interface DeliveryQueue {
  send(message: DeliveryMessage, afterSeconds: number): Promise<void>;
}

/** What to queue for the next attempt of a delivery. */
export const toDeliveryMessage = ({ tenantId, webhookId, id, attemptCount }: Delivery): DeliveryMessage => ({
  ...{ tenantId, webhookId },
  deliveryId: id,
  attempt: attemptCount,
});
