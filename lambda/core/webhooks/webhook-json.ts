import { z } from 'zod';
import { EventType } from '#core/events/service-event.ts';
import { maybeInstant } from '#core/time/maybe-instant.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { DisabledReason, type Webhook } from './webhook.ts';

const instant = z.iso.datetime();

/** A webhook as its tenant sees it: never the secret. */
export const WebhookJson = z.object({
  id: z.string(),
  object: z.literal('webhook'),
  url: z.string().nullable().meta({ description: 'Null: the built-in one, of addresses that are named elsewhere.' }),
  description: z.string().nullable(),
  events: z.array(EventType).nullable().meta({ description: 'What it is told of; null: everything.' }),
  status: z.enum(['active', 'disabled']),
  disabled_at: instant.nullable(),
  disabled_reason: DisabledReason.nullable().meta({
    description: '`requested` by PATCH; `gone`: it answered 410; `failing`: for five days it took nothing.',
  }),
  failing_since: instant.nullable().meta({ description: 'Since when it has taken nothing.' }),
  previous_secret_valid_until: instant
    .nullable()
    .meta({ description: 'Until when the secret before the last rotation signs, too.' }),
  metadata: z.record(z.string(), z.string()),
  created_at: instant,
});
export type WebhookJson = z.infer<typeof WebhookJson>;

/** A webhook with its secret: shown when that is made. */
export const NewWebhookJson = WebhookJson.extend({
  secret: z.string().meta({ description: 'What to verify signatures with. Shown once; keep it.' }),
});

/** The webhook as its tenant sees it. */
export const toWebhookJson = (webhook: Webhook, nowMs: number): WebhookJson => ({
  id: webhook.id,
  object: 'webhook',
  url: webhook.url ?? null,
  description: webhook.description ?? null,
  events: webhook.events ?? null,
  status: webhook.disabled ? 'disabled' : 'active',
  disabled_at: maybeInstant(webhook.disabled?.atMs),
  disabled_reason: webhook.disabled?.reason ?? null,
  failing_since: maybeInstant(webhook.failingSinceMs),
  previous_secret_valid_until: maybeInstant(
    webhook.previousUntilMs !== undefined && webhook.previousUntilMs > nowMs ? webhook.previousUntilMs : undefined,
  ),
  metadata: webhook.metadata,
  created_at: toInstant(webhook.createdAtMs),
});
