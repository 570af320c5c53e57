import { setTimeout as pause } from 'node:timers/promises';
import type { DeliveryJson } from '#core/webhooks/delivery-json.ts';
import type { Client } from './client.ts';

const INTERVAL_MS = 300;
/** A receiver has fifteen seconds. */
const MOST_MS = 20_000;

/** The delivery once it was tried more often than that, or as it stands when that takes too long. */
export const awaitAttempt = async (
  client: Pick<Client, 'json'>,
  { webhook_id, id }: DeliveryJson,
  attemptsBefore: number,
): Promise<DeliveryJson> => {
  const path = `/v1/webhooks/${encodeURIComponent(webhook_id)}/deliveries/${id}`;
  for (let waitedMs = 0; ; waitedMs += INTERVAL_MS) {
    const delivery = await client.json<DeliveryJson>('GET', path);
    if (delivery.attempt_count > attemptsBefore || waitedMs >= MOST_MS) return delivery;
    await pause(INTERVAL_MS);
  }
};
