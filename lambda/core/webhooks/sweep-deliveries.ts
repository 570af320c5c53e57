import { sweepEach } from '#core/sweep-each.ts';
import { toDeliveryMessage } from './delivery-queue.ts';
import { sweptDelivery } from './delivery-transitions.ts';
import { secondsUntil } from './seconds-until.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/**
 * Queues again, of all tenants, the deliveries whose message seems to be lost: a second one does no harm.
 *
 * @param checkBeforeMs only those to be looked at before then; `Infinity` where no message has survived.
 * @returns how many there were.
 * @throws AggregateError after the last, if some could not be queued.
 */
export const sweepDeliveries = (
  { deliveries, deliveryQueue, clock }: Pick<WebhookPorts, 'deliveries' | 'deliveryQueue' | 'clock'>,
  checkBeforeMs: number,
): Promise<number> =>
  sweepEach(deliveries.listOpen(checkBeforeMs), async (delivery) => {
    const nowMs = clock();
    const swept = await deliveries.replace(sweptDelivery(delivery, nowMs));
    // Otherwise somebody else is at it.
    if (!swept) return false;
    await deliveryQueue.send(toDeliveryMessage(swept), secondsUntil(swept.nextAttemptAtMs ?? nowMs, nowMs));
    return true;
  });
