import type { Clock } from '#core/clock.ts';
import type { Delivery } from '#core/webhooks/delivery.ts';
import type { DeliveryStore } from '#core/webhooks/delivery-store.ts';

/** Stands in for the table: keeps deliveries in memory. */
export const createMemoryDeliveryStore = (clock: Clock = Date.now): DeliveryStore => {
  const records = new Map<string, Delivery>();
  const keyOf = ({ tenantId, webhookId, id }: Pick<Delivery, 'tenantId' | 'webhookId' | 'id'>): string =>
    JSON.stringify([tenantId, webhookId, id]);
  const isThere = ({ expiresAtSeconds }: Delivery): boolean => expiresAtSeconds * 1000 > clock();
  const find = (tenantId: string, webhookId: string, id: string): Delivery | undefined => {
    const record = records.get(keyOf({ tenantId, webhookId, id }));
    return record && isThere(record) ? record : undefined;
  };
  return {
    create: async (delivery) => {
      if (records.has(keyOf(delivery))) return false;
      records.set(keyOf(delivery), delivery);
      return true;
    },
    get: async (tenantId, webhookId, id) => find(tenantId, webhookId, id),
    list: async (tenantId, webhookId, { limit, after, status }) => {
      const found = [...records.values()]
        .filter(isThere)
        .filter((delivery) => delivery.tenantId === tenantId && delivery.webhookId === webhookId)
        .filter((delivery) => after === undefined || delivery.id < after)
        .filter((delivery) => status === undefined || delivery.status === status)
        .sort((a, b) => (a.id > b.id ? -1 : 1));
      const deliveries = found.slice(0, limit);
      const lastId = deliveries.at(-1)?.id;
      return { deliveries, hasMore: found.length > limit, ...(lastId !== undefined && { lastId }) };
    },
    replace: async (delivery) => {
      if (records.get(keyOf(delivery))?.version !== delivery.version) return undefined;
      const changed = { ...delivery, version: delivery.version + 1 };
      records.set(keyOf(delivery), changed);
      return changed;
    },
    async *listOpen(checkBeforeMs) {
      for (const { checkAtMs, ...delivery } of [...records.values()].filter(isThere)) {
        if (checkAtMs !== undefined && checkAtMs < checkBeforeMs) yield { ...delivery, checkAtMs };
      }
    },
  };
};
