import type { Clock } from '#core/clock.ts';
import { Delivery } from '#core/webhooks/delivery.ts';
import type { DeliveryPage, DeliveryQuery } from '#core/webhooks/delivery-store.ts';
import { LAST } from './keys.ts';
import { listRange } from './list-range.ts';
import type { TableClient } from './table-client.ts';
import { deliverySk, webhooksPk } from './webhook-keys.ts';

/** Lists the deliveries of one webhook, newest event first. */
export const listDeliveries =
  (table: TableClient, clock: Clock) =>
  async (
    tenantId: string,
    webhookId: string,
    { limit, after = LAST, status }: DeliveryQuery,
  ): Promise<DeliveryPage> => {
    const from = deliverySk(webhookId, '');
    const { items, hasMore, lastSk } = await listRange(table, clock, {
      pk: webhooksPk(tenantId),
      from,
      before: deliverySk(webhookId, after),
      limit,
      filter: { status },
    });
    const deliveries = items.map((item) => Delivery.parse(item));
    return { deliveries, hasMore, ...(lastSk !== undefined && { lastId: lastSk.slice(from.length) }) };
  };
