import { type LookUpPorts, lookUpWebhook } from './look-up-webhook.ts';
import { noWebhook } from './no-webhook.ts';
import type { Webhook } from './webhook.ts';

/** The tenant's webhook with that id, the built-in one too. @throws ServiceError `not_found`. */
export const findWebhook = async (tenantId: string, id: string, ports: LookUpPorts): Promise<Webhook> => {
  const webhook = await lookUpWebhook(tenantId, id, ports);
  if (webhook) return webhook;
  throw noWebhook(id);
};
