import { z } from 'zod';
import { EventType } from '#core/events/service-event.ts';
import { PageQuery } from '#core/http/page-query.ts';
import { maybeInstant } from '#core/time/maybe-instant.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { type Attempt, type Delivery, DeliveryFailure, DeliveryStatus } from './delivery.ts';

const instant = z.iso.datetime();

const AttemptJson = z.object({
  at: instant,
  status: z.int().nullable().meta({ description: 'Of HTTP; null: there was no answer.' }),
  latency_ms: z.int(),
  error: z.string().nullable().meta({ description: 'Why it failed; null: it did not.' }),
});

/** A delivery as its tenant sees it. */
export const DeliveryJson = z.object({
  id: z.string(),
  object: z.literal('webhook_delivery'),
  webhook_id: z.string(),
  event_id: z.string().meta({ description: 'The `webhook-id` of every attempt.' }),
  event_type: EventType,
  url: z.string().nullable().meta({ description: 'Null: that of the webhook.' }),
  status: DeliveryStatus,
  failure: DeliveryFailure.nullable().meta({ description: 'Why it was given up.' }),
  attempts: z.array(AttemptJson).meta({ description: 'The latest 20, oldest first.' }),
  attempt_count: z.int().meta({ description: 'All there were.' }),
  next_attempt_at: instant.nullable(),
  created_at: instant,
  expires_at: instant.meta({ description: 'When event and delivery are deleted.' }),
});
export type DeliveryJson = z.infer<typeof DeliveryJson>;

/** The query of a list of deliveries. */
export const DeliveryListQuery = PageQuery.extend({ status: DeliveryStatus.optional() });

const toAttemptJson = ({ atMs, status, latencyMs, error }: Attempt): z.infer<typeof AttemptJson> => ({
  at: toInstant(atMs),
  status: status ?? null,
  latency_ms: latencyMs,
  error: error ?? null,
});

/** The delivery as its tenant sees it. */
export const toDeliveryJson = (delivery: Delivery): DeliveryJson => ({
  id: delivery.id,
  object: 'webhook_delivery',
  webhook_id: delivery.webhookId,
  event_id: delivery.eventId,
  event_type: delivery.eventType,
  url: delivery.url ?? null,
  status: delivery.status,
  failure: delivery.failure ?? null,
  attempts: delivery.attempts.map(toAttemptJson),
  attempt_count: delivery.attemptCount,
  next_attempt_at: maybeInstant(delivery.nextAttemptAtMs),
  created_at: toInstant(delivery.createdAtMs),
  expires_at: toInstant(delivery.expiresAtSeconds * 1000),
});
