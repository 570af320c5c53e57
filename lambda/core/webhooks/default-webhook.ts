import { DEFAULT_WEBHOOK_ID, type Webhook } from './webhook.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** The tenant's built-in webhook, made when it is first asked for. */
export const defaultWebhook = async (
  tenantId: string,
  { webhooks, newWebhookSecret, clock }: Pick<WebhookPorts, 'webhooks' | 'newWebhookSecret' | 'clock'>,
): Promise<Webhook> => {
  const existing = await webhooks.get(tenantId, DEFAULT_WEBHOOK_ID);
  if (existing) return existing;
  const secret = newWebhookSecret();
  const made = { id: DEFAULT_WEBHOOK_ID, tenantId, metadata: {}, secret, createdAtMs: clock(), version: 1 };
  if (await webhooks.create(made)) return made;
  // Somebody else was faster, and it is never deleted.
  return (await webhooks.get(tenantId, DEFAULT_WEBHOOK_ID)) ?? made;
};
