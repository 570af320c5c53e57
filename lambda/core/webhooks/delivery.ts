import { z } from 'zod';
import { EventType } from '#core/events/service-event.ts';

/** Waits for its next attempt, or has ended in one of two ways. */
export const DeliveryStatus = z.enum(['pending', 'succeeded', 'failed']);
export type DeliveryStatus = z.infer<typeof DeliveryStatus>;

/** Why it was given up: no attempt is left, it was answered 410, or there is nobody to tell any more. */
export const DeliveryFailure = z.enum(['exhausted', 'gone', 'webhook_disabled', 'webhook_deleted']);
export type DeliveryFailure = z.infer<typeof DeliveryFailure>;

/** What came of telling once. */
export const Attempt = z.object({
  atMs: z.int(),
  latencyMs: z.int().nonnegative(),
  /** Of HTTP; absent: there was no answer. */
  status: z.int().exactOptional(),
  /** Why it failed, in our words; absent: it did not. */
  error: z.string().exactOptional(),
});
export type Attempt = z.infer<typeof Attempt>;

/** That a webhook is to be told of an event, and how far that has come. */
export const Delivery = z.object({
  /** `whd_…`: sorts by the time of the event, and follows from event and webhook. */
  id: z.string(),
  tenantId: z.string(),
  webhookId: z.string(),
  eventId: z.string(),
  eventType: EventType,
  eventAtMs: z.int(),
  /** @default - that of the webhook */
  url: z.string().exactOptional(),
  status: DeliveryStatus,
  failure: DeliveryFailure.exactOptional(),
  /** The latest ones. */
  attempts: z.array(Attempt),
  /** All there ever were. */
  attemptCount: z.int().nonnegative(),
  /** How many there were when it was last asked for: that is where the schedule begins. */
  attemptsBefore: z.int().nonnegative(),
  /** Only while it is pending; moved on by whoever makes the attempt. */
  nextAttemptAtMs: z.int().exactOptional(),
  /** When to look whether the message of that attempt was lost; only while it is pending. */
  checkAtMs: z.int().exactOptional(),
  createdAtMs: z.int(),
  expiresAtSeconds: z.int(),
  /** Rises with every change. */
  version: z.int(),
});
export type Delivery = z.infer<typeof Delivery>;
