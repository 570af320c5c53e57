import { eventBody } from './event-body.ts';
import type { StoredEvent } from './event-store.ts';
import type { ServiceEvent } from './service-event.ts';

/** How long events, and the deliveries of them, are kept. */
export const EVENT_RETENTION_MS = 30 * 86_400_000;

/** The event as it is kept. */
export const toStoredEvent = (event: ServiceEvent): StoredEvent => ({
  id: event.id,
  tenantId: event.tenantId,
  type: event.type,
  createdAtMs: event.createdAtMs,
  body: eventBody(event),
  expiresAtSeconds: Math.floor((event.createdAtMs + EVENT_RETENTION_MS) / 1000),
});
