import { DEFAULT_WEBHOOK_ID, type Webhook } from '#core/webhooks/webhook.ts';
import type { WebhookStore } from '#core/webhooks/webhook-store.ts';

/** Stands in for the table: keeps webhooks in memory. */
export const createMemoryWebhookStore = (): WebhookStore => {
  const webhooks = new Map<string, Webhook>();
  const keyOf = (tenantId: string, id: string): string => JSON.stringify([tenantId, id]);
  return {
    get: async (tenantId, id) => webhooks.get(keyOf(tenantId, id)),
    list: async (tenantId, { limit, after = '' }) => {
      const found = [...webhooks.values()]
        .filter((webhook) => webhook.tenantId === tenantId && webhook.id !== DEFAULT_WEBHOOK_ID && webhook.id > after)
        .sort((a, b) => (a.id < b.id ? -1 : 1));
      return { webhooks: found.slice(0, limit), hasMore: found.length > limit };
    },
    create: async (webhook) => {
      const key = keyOf(webhook.tenantId, webhook.id);
      if (webhooks.has(key)) return false;
      webhooks.set(key, webhook);
      return true;
    },
    replace: async (webhook) => {
      const key = keyOf(webhook.tenantId, webhook.id);
      if (webhooks.get(key)?.version !== webhook.version) return undefined;
      const changed = { ...webhook, version: webhook.version + 1 };
      webhooks.set(key, changed);
      return changed;
    },
    delete: async (tenantId, id) => webhooks.delete(keyOf(tenantId, id)),
  };
};
