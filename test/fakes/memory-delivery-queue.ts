import type { Clock } from '#core/clock.ts';
import type { DeliveryMessage, DeliveryQueue } from '#core/webhooks/delivery-queue.ts';

/** A queue that a test looks into, and takes from. */
export interface MemoryDeliveryQueue extends DeliveryQueue {
  readonly sent: { readonly message: DeliveryMessage; readonly afterSeconds: number; readonly dueAtMs: number }[];
  /** Takes what is due first. */
  take(): MemoryDeliveryQueue['sent'][number] | undefined;
}

/** Stands in for SQS and EventBridge Scheduler: keeps what was sent. */
export const createMemoryDeliveryQueue = (clock: Clock = Date.now): MemoryDeliveryQueue => {
  const sent: MemoryDeliveryQueue['sent'] = [];
  return {
    sent,
    send: async (message, afterSeconds) => {
      sent.push({ message, afterSeconds, dueAtMs: clock() + afterSeconds * 1000 });
    },
    take: () => {
      sent.sort((one, other) => one.dueAtMs - other.dueAtMs);
      return sent.shift();
    },
  };
};
