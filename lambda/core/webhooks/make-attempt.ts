import type { StoredEvent } from '#core/events/event-store.ts';
import { changeDelivery } from './change-delivery.ts';
import type { DeliverPorts } from './deliver-ports.ts';
import type { Attempt, Delivery, DeliveryFailure } from './delivery.ts';
import { afterAttempt, failedDelivery } from './delivery-transitions.ts';
import { lookUpWebhook } from './look-up-webhook.ts';
import { nextAttemptAtMs } from './next-attempt.ts';
import { noteOutcome } from './note-outcome.ts';
import type { WebhookAnswer } from './post-webhook.ts';
import { retryAfterSeconds } from './retry-after-seconds.ts';
import { signingSecrets } from './signing-secrets.ts';
import { toAttempt } from './to-attempt.ts';
import type { Webhook } from './webhook.ts';

/** What was answered, and when. */
interface Made {
  readonly attempt: Attempt;
  readonly answer: WebhookAnswer;
  readonly endedAtMs: number;
}

const post = async (event: StoredEvent, url: string, webhook: Webhook, ports: DeliverPorts): Promise<Made> => {
  const { postWebhook, clock } = ports;
  const atMs = clock();
  const { id, body } = event;
  const answer = await postWebhook({ url, id, atMs, body, secrets: signingSecrets(webhook, atMs) });
  const endedAtMs = clock();
  return { attempt: toAttempt(answer, atMs, endedAtMs), answer, endedAtMs };
};

/** The delivery as it now stands, with that attempt. */
const record = (delivery: Delivery, { attempt, answer, endedAtMs }: Made, ports: DeliverPorts): Promise<Delivery> => {
  const { deliveries, deliveryPolicy, random } = ports;
  const asked = retryAfterSeconds(answer, endedAtMs);
  const chance = random();
  const nextOf = (attempts: number) =>
    nextAttemptAtMs({ attempts, endedAtMs, retryAfterSeconds: asked }, deliveryPolicy, chance);
  return changeDelivery(delivery, (latest) => afterAttempt(latest, attempt, nextOf), deliveries);
};

const giveUp = (delivery: Delivery, failure: DeliveryFailure, { deliveries }: DeliverPorts): Promise<Delivery> =>
  changeDelivery(delivery, (latest) => failedDelivery(latest, failure), deliveries);

/**
 * Makes the next attempt of a delivery that the caller has claimed, and notes what came of it.
 *
 * @returns the delivery as it now stands; `undefined` if its event has expired, as it will itself.
 */
export const makeAttempt = async (delivery: Delivery, ports: DeliverPorts): Promise<Delivery | undefined> => {
  const { tenantId, webhookId, eventId, eventAtMs } = delivery;
  const [webhook, event] = await Promise.all([
    lookUpWebhook(tenantId, webhookId, ports),
    ports.events.get(tenantId, { id: eventId, createdAtMs: eventAtMs }),
  ]);
  if (!event) return undefined;
  const url = delivery.url ?? webhook?.url;
  if (!webhook || url === undefined) return giveUp(delivery, 'webhook_deleted', ports);
  if (webhook.disabled) return giveUp(delivery, 'webhook_disabled', ports);
  const made = await post(event, url, webhook, ports);
  await noteOutcome(webhook, { url, attempt: made.attempt }, ports);
  return record(delivery, made, ports);
};
