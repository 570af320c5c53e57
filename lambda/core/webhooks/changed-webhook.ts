import { patched } from '#core/patched.ts';
import type { Webhook } from './webhook.ts';
import type { WebhookChanges } from './webhook-body.ts';

/** The webhook with those changes. Enabled again, or given another address, it starts with a clean record. */
export const changedWebhook = (webhook: Webhook, changes: WebhookChanges, nowMs: number): Webhook => {
  const { description: _d, events: _e, disabled, failingSinceMs, ...rest } = webhook;
  const { url = webhook.url, metadata = webhook.metadata } = changes;
  const isDisabled = changes.disabled ?? disabled !== undefined;
  const isAnew = url !== webhook.url || (disabled !== undefined && !isDisabled);
  const description = patched(changes.description, webhook.description);
  const events = patched(changes.events && [...new Set(changes.events)], webhook.events);
  return {
    ...{ ...rest, metadata },
    ...(url !== undefined && { url }),
    ...(description !== undefined && { description }),
    ...(events && { events }),
    ...(isDisabled && { disabled: disabled ?? { atMs: nowMs, reason: 'requested' } }),
    ...(failingSinceMs !== undefined && !isAnew && { failingSinceMs }),
  };
};
