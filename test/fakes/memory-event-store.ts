import type { Clock } from '#core/clock.ts';
import type { EventRef, EventStore, StoredEvent } from '#core/events/event-store.ts';

/** Stands in for the table: keeps events in memory. */
export const createMemoryEventStore = (clock: Clock = Date.now): EventStore => {
  const events = new Map<string, StoredEvent>();
  /** Sorts by time, then by id. */
  const orderOf = ({ createdAtMs, id }: EventRef): string => `${String(createdAtMs).padStart(15, '0')} ${id}`;
  const keyOf = (tenantId: string, event: EventRef): string => `${tenantId} ${orderOf(event)}`;
  return {
    add: async (event) => {
      const key = keyOf(event.tenantId, event);
      if (!events.has(key)) events.set(key, event);
    },
    get: async (tenantId, ref) => {
      const event = events.get(keyOf(tenantId, ref));
      return event && event.expiresAtSeconds * 1000 > clock() ? event : undefined;
    },
    list: async (tenantId, { fromMs, toMs, limit, after }) => {
      const found = [...events.values()]
        .filter((event) => event.tenantId === tenantId && event.createdAtMs >= fromMs && event.createdAtMs <= toMs)
        .filter((event) => after === undefined || orderOf(event) > orderOf(after))
        .sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
      return { events: found.slice(0, limit), hasMore: found.length > limit };
    },
  };
};
