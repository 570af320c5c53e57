import { ServiceError } from '#core/errors/service-error.ts';
import { changedWebhook } from './changed-webhook.ts';
import { checkWebhookUrl } from './check-webhook-url.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookBody } from './webhook-body.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** All of a tenant's webhooks are read for each of its events. */
export const MAX_WEBHOOKS = 20;

/**
 * Makes a webhook, with a secret of its own.
 *
 * @throws ServiceError `invalid_request` if its address cannot be used, `conflict` if the tenant has as many as it may.
 */
export const createWebhook = async (
  tenantId: string,
  body: WebhookBody,
  { webhooks, addressPolicy, newWebhookSecret, newId, clock }: WebhookPorts,
): Promise<Webhook> => {
  checkWebhookUrl(body.url, addressPolicy);
  const createdAtMs = clock();
  const secret = newWebhookSecret();
  const bare = { id: newId('whe', createdAtMs), tenantId, metadata: {}, secret, createdAtMs, version: 1 };
  const webhook = changedWebhook(bare, body, createdAtMs);
  await webhooks.create(webhook);
  // Counted with the new one stored: of many that are made at once, none too many stays.
  const { hasMore } = await webhooks.list(tenantId, { limit: MAX_WEBHOOKS });
  if (!hasMore) return webhook;
  await webhooks.delete(tenantId, webhook.id);
  throw new ServiceError('conflict', `There are ${MAX_WEBHOOKS} webhooks, and may be no more. Delete one first.`);
};
