import { replaceLatest } from '#core/replace-latest.ts';
import { findWebhook } from './find-webhook.ts';
import type { LookUpPorts } from './look-up-webhook.ts';
import type { Webhook } from './webhook.ts';

/**
 * Changes a tenant's webhook, whoever else changes it at the same time: nobody undoes what another has done.
 *
 * @param change makes of the webhook what it is to be. May be called again, with what somebody else has made of it.
 * @returns the webhook as it now stands.
 * @throws ServiceError `not_found`, `unavailable` if others change it all the time.
 */
export const changeWebhook = (
  tenantId: string,
  id: string,
  change: (webhook: Webhook) => Webhook,
  ports: LookUpPorts,
): Promise<Webhook> =>
  replaceLatest({
    name: `The webhook ${id}`,
    read: () => findWebhook(tenantId, id, ports),
    replace: ports.webhooks.replace,
    change,
  });
