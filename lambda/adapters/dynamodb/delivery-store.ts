import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import { Delivery } from '#core/webhooks/delivery.ts';
import type { DeliveryStore } from '#core/webhooks/delivery-store.ts';
import { deliveryKey, OPEN_DELIVERY_PKS, openDeliveryAttributes, openSk } from './keys.ts';
import { listDeliveries } from './list-deliveries.ts';
import { openKeys } from './open-keys.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** Keeps each delivery in one item of its tenant's partition of webhooks, which the index finds while it is pending. */
export const createDeliveryStore = (table: TableClient, clock: Clock): DeliveryStore => {
  const { documents, tableName: TableName } = table;

  const put = async (delivery: Delivery, ConditionExpression: string, values?: Record<string, unknown>) => {
    const { tenantId, webhookId, id, checkAtMs } = delivery;
    const Item = {
      ...deliveryKey(tenantId, webhookId, id),
      ...(checkAtMs !== undefined && openDeliveryAttributes(id, checkAtMs)),
      ...Delivery.parse(delivery),
    };
    const condition = { ConditionExpression, ...(values && { ExpressionAttributeValues: values }) };
    return unlessConditionFailed(documents.send(new PutCommand({ TableName, Item, ...condition })));
  };

  return {
    create: async (delivery) => (await put(delivery, 'attribute_not_exists(pk)')) !== undefined,

    get: async (tenantId, webhookId, id) => {
      const item = await readItem(table, clock, deliveryKey(tenantId, webhookId, id));
      return item && Delivery.parse(item);
    },

    list: listDeliveries(table, clock),

    replace: async (delivery) => {
      const changed = { ...delivery, version: delivery.version + 1 };
      return (await put(changed, 'version = :version', { ':version': delivery.version })) && changed;
    },

    async *listOpen(checkBeforeMs) {
      for (const openPk of OPEN_DELIVERY_PKS) {
        for await (const key of openKeys(table, openPk, openSk(checkBeforeMs))) {
          const item = await readItem(table, clock, key);
          // The index lags behind the table.
          const delivery = item && Delivery.parse(item);
          if (delivery?.checkAtMs !== undefined && delivery.checkAtMs < checkBeforeMs) yield delivery;
        }
      }
    },
  };
};
