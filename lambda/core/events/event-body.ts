import { toInstant } from '#core/time/to-instant.ts';
import type { ServiceEvent } from './service-event.ts';

/** Receivers may rely on getting less than 20 KB. */
const MAX_BODY_BYTES = 20_000;
const MAX_SHORT_CHARS = 256;

const isShort = (value: unknown): boolean =>
  typeof value === 'string' ? value.length <= MAX_SHORT_CHARS : typeof value !== 'object' || value === null;

/** What is short: ids, states, counts and costs. A caller's own metadata may be as large as an event. */
const shortened = (data: ServiceEvent['data']): ServiceEvent['data'] => ({
  ...Object.fromEntries(Object.entries(data).filter(([, value]) => isShort(value))),
  truncated: true,
});

/** The event as JSON, as it is signed and sent; of data that is too much, only what is short. */
export const eventBody = ({ id, type, createdAtMs, data }: ServiceEvent): string => {
  const toJson = (sent: ServiceEvent['data']): string =>
    JSON.stringify({
      id,
      object: 'event',
      type,
      created_at: Math.floor(createdAtMs / 1000),
      timestamp: toInstant(createdAtMs),
      data: sent,
    });
  const whole = toJson(data);
  return new TextEncoder().encode(whole).length < MAX_BODY_BYTES ? whole : toJson(shortened(data));
};
