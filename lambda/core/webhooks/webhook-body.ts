import { z } from 'zod';
import { EventType } from '#core/events/service-event.ts';
import { Metadata } from '#core/prompts/metadata.ts';

const url = z.string().min(1).max(2048).meta({ description: 'Where events are posted to: https only.' });
const description = z
  .string()
  .trim()
  .max(256)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not hold control characters or lone surrogates');

/** A test is sent to whom it was asked for, whatever it is told of else. */
const Subscribable = EventType.exclude(['webhook.test']);

const events = z
  .array(Subscribable)
  .min(1)
  .max(Subscribable.options.length)
  .meta({ description: 'What it is told of; null: everything.' });

/** The body of `POST /v1/webhooks`. */
export const WebhookBody = z.strictObject({
  url,
  description: description.nullish(),
  events: events.nullish(),
  metadata: Metadata.default({}),
});
export type WebhookBody = z.infer<typeof WebhookBody>;

/** The body of `PATCH /v1/webhooks/{id}`: what is left out stays as it is, null takes it away. */
export const WebhookChanges = z.strictObject({
  url: url.optional(),
  description: description.nullish(),
  events: events.nullish(),
  metadata: Metadata.optional(),
  disabled: z.boolean().optional().meta({ description: 'True: it is told nothing until it is false.' }),
});
export type WebhookChanges = z.infer<typeof WebhookChanges>;

/** The body of `POST /v1/webhooks/{id}/rotate`. */
export const WebhookRotationBody = z.strictObject({
  grace_hours: z
    .int()
    .min(0)
    .max(72)
    .default(24)
    .meta({ description: 'How long the secret until now signs beside the new one.' }),
});
