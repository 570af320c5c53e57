import { ServiceError } from '#core/errors/service-error.ts';
import type { EventRef, StoredEvent } from '#core/events/event-store.ts';
import { EVENT_RETENTION_MS } from '#core/events/to-stored-event.ts';
import { checkActive } from './check-active.ts';
import { checkOwn } from './check-own.ts';
import { findDelivery } from './find-delivery.ts';
import { findWebhook } from './find-webhook.ts';
import type { ReplayBody, ReplayJson } from './replay-body.ts';
import { restartDelivery } from './restart-delivery.ts';
import { startDelivery } from './start-delivery.ts';
import { wantsEvent } from './wants-event.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** Where a replay goes on: after the event of that time and id. */
const toCursor = ({ createdAtMs, id }: EventRef): string => `${createdAtMs}_${id}`;

const fromCursor = (cursor: string): EventRef => {
  const [createdAtMs = ''] = cursor.split('_', 1);
  return { createdAtMs: Number(createdAtMs), id: cursor.slice(createdAtMs.length + 1) };
};

/** What is about to be deleted, or is only still there, is not told again. */
const EXPIRING_MS = 60_000;

const readRange = ({ from, to }: ReplayBody, nowMs: number) => {
  const fromMs = Date.parse(from);
  const toMs = Date.parse(to);
  if (fromMs <= toMs) return { fromMs: Math.max(fromMs, nowMs - EVENT_RETENTION_MS + EXPIRING_MS), toMs };
  throw new ServiceError('invalid_request', 'The time "from" must not be later than "to".', {
    fields: [{ pointer: '/from', message: 'must not be later than to' }],
  });
};

const deliverAgain = async (event: StoredEvent, { tenantId, id }: Webhook, ports: WebhookPorts): Promise<void> => {
  const { delivery, isNew } = await startDelivery(event, { webhookId: id }, ports);
  if (isNew) return;
  const earlier = await findDelivery({ tenantId, webhookId: id, deliveryId: delivery.id }, ports.deliveries);
  await restartDelivery(earlier, ports);
};

/**
 * Tells a webhook again of what it wants to be told of some time: also what it was told, and what it was not because it
 * was disabled. Receivers know what they have had by the `webhook-id`, so repeating it is safe.
 *
 * @throws ServiceError `not_found`, `conflict` if it is disabled, `invalid_request` if it is the built-in one, or the
 * range ends before it begins.
 */
export const replayEvents = async (
  tenantId: string,
  id: string,
  body: ReplayBody,
  ports: WebhookPorts,
): Promise<ReplayJson> => {
  checkOwn(id);
  const range = readRange(body, ports.clock());
  const webhook = await findWebhook(tenantId, id, ports);
  checkActive(webhook);
  const { limit, after } = body;
  const { events, hasMore } = await ports.events.list(tenantId, {
    ...{ ...range, limit },
    ...(after !== undefined && { after: fromCursor(after) }),
  });
  const wanted = events.filter(({ type }) => wantsEvent(webhook, type));
  await Promise.all(wanted.map((event) => deliverAgain(event, webhook, ports)));
  const last = events.at(-1);
  return {
    object: 'webhook_replay',
    webhook_id: id,
    replayed: wanted.length,
    has_more: hasMore,
    next_after: hasMore && last ? toCursor(last) : null,
  };
};
