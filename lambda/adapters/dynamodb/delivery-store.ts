import type { Clock } from '#core/clock.ts';
import { Delivery } from '#core/webhooks/delivery.ts';
import type { DeliveryStore } from '#core/webhooks/delivery-store.ts';
import { createItem } from './create-item.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listToCheck } from './list-to-check.ts';
import { readItem } from './read-item.ts';
import { replaceVersion } from './replace-version.ts';
import type { TableClient } from './table-client.ts';
import { deliveryKey, OPEN_DELIVERIES } from './webhook-keys.ts';

const toItem = (delivery: Delivery) => ({
  ...deliveryKey(delivery.tenantId, delivery.webhookId, delivery.id),
  ...(delivery.checkAtMs !== undefined && OPEN_DELIVERIES.attributes(delivery.id, delivery.checkAtMs)),
  ...Delivery.parse(delivery),
});

/** Keeps each delivery in one item of its tenant's partition of webhooks, which the index finds while it is pending. */
export const createDeliveryStore = (table: TableClient, clock: Clock): DeliveryStore => ({
  create: async (delivery) => createItem(table, toItem(delivery)),

  get: async (tenantId, webhookId, id) => {
    const item = await readItem(table, clock, deliveryKey(tenantId, webhookId, id));
    return item && Delivery.parse(item);
  },

  list: listDeliveries(table, clock),

  replace: (delivery) => replaceVersion(table, delivery, toItem),

  listOpen: (checkBeforeMs) => listToCheck(table, clock, OPEN_DELIVERIES.pks, Delivery.parse, checkBeforeMs),
});
