import { MAX_DELAY_SECONDS } from '#core/queue/work-queue.ts';
import type { DeliveryQueue } from './delivery-queue.ts';

/** Queues what is due soon in one way, and what is due later than that can hold back in another. */
export const soonOrLater = (soon: DeliveryQueue, later: DeliveryQueue): DeliveryQueue => ({
  send: (message, afterSeconds) => (afterSeconds <= MAX_DELAY_SECONDS ? soon : later).send(message, afterSeconds),
});
