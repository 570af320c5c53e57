import { z } from 'zod';
import { EventType } from './service-event.ts';

/** An event as it is kept, to be delivered from. */
export const StoredEvent = z.object({
  id: z.string(),
  tenantId: z.string(),
  type: EventType,
  createdAtMs: z.int(),
  /** What webhooks are sent, to the byte: the same with every attempt. */
  body: z.string(),
  expiresAtSeconds: z.int(),
});
export type StoredEvent = z.infer<typeof StoredEvent>;

/** Which event: both are in its key. */
export type EventRef = Pick<StoredEvent, 'id' | 'createdAtMs'>;

/** Which events of a tenant to list, oldest first. */
export interface EventQuery {
  readonly fromMs: number;
  /** Inclusive. */
  readonly toMs: number;
  readonly limit: number;
  /** Only events later than that one. */
  readonly after?: EventRef;
}

/** A page of events. */
export interface EventPage {
  readonly events: readonly StoredEvent[];
  readonly hasMore: boolean;
}

/** Where events are kept for a while. Every call is confined to one tenant. */
export interface EventStore {
  /** Stores an event. Safe to repeat: what was stored first stays. */
  add(event: StoredEvent): Promise<void>;
  get(tenantId: string, event: EventRef): Promise<StoredEvent | undefined>;
  list(tenantId: string, query: EventQuery): Promise<EventPage>;
}
