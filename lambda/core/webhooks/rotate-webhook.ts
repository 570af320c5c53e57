import { changeWebhook } from './change-webhook.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/**
 * Gives a webhook a new secret; the one until now signs beside it for so long. Only the last two ever sign.
 *
 * @throws ServiceError `not_found`.
 */
export const rotateWebhook = (
  tenantId: string,
  id: string,
  graceHours: number,
  ports: WebhookPorts,
): Promise<Webhook> => {
  const previousUntilMs = ports.clock() + graceHours * 3_600_000;
  const secret = ports.newWebhookSecret();
  const rotated = (webhook: Webhook): Webhook => ({
    ...webhook,
    secret,
    previousSecret: webhook.secret,
    previousUntilMs,
  });
  return changeWebhook(tenantId, id, rotated, ports);
};
