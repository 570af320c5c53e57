import { defaultWebhook } from './default-webhook.ts';
import { DEFAULT_WEBHOOK_ID, type Webhook } from './webhook.ts';
import type { WebhookPorts } from './webhook-ports.ts';

/** What looking for a webhook needs of the world. */
export type LookUpPorts = Pick<WebhookPorts, 'webhooks' | 'newWebhookSecret' | 'clock'>;

/** The tenant's webhook with that id, if there is one; the built-in one always is. */
export const lookUpWebhook = (tenantId: string, id: string, ports: LookUpPorts): Promise<Webhook | undefined> =>
  id === DEFAULT_WEBHOOK_ID ? defaultWebhook(tenantId, ports) : ports.webhooks.get(tenantId, id);
