import { changeWebhook } from './change-webhook.ts';
import { changedWebhook } from './changed-webhook.ts';
import { checkOwn } from './check-own.ts';
import { checkWebhookUrl } from './check-webhook-url.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookChanges } from './webhook-body.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/**
 * Changes a webhook as its tenant wants it.
 *
 * @throws ServiceError `not_found`, `invalid_request` if its address cannot be used or it is the built-in one.
 */
export const updateWebhook = async (
  tenantId: string,
  id: string,
  changes: WebhookChanges,
  ports: WebhookPorts,
): Promise<Webhook> => {
  checkOwn(id);
  if (changes.url !== undefined) checkWebhookUrl(changes.url, ports.addressPolicy);
  const nowMs = ports.clock();
  return changeWebhook(tenantId, id, (webhook) => changedWebhook(webhook, changes, nowMs), ports);
};
