import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '#adapters/system/new-id.ts';
import { DEFAULT_WEBHOOK_ID, type Webhook } from '#core/webhooks/webhook.ts';
import type { WebhookStore } from '#core/webhooks/webhook-store.ts';

let tenants = 0;

const newTenantId = (): string => {
  tenants += 1;
  return `ten_hooks_${process.pid}_${tenants}`;
};

const CREATED_AT_MS = 1_795_348_800_000;

const newWebhook = (more: Partial<Webhook> = {}): Webhook => ({
  id: newId('whe', CREATED_AT_MS),
  tenantId: newTenantId(),
  url: 'https://example.com/',
  metadata: {},
  secret: 'whsec_AAAA',
  createdAtMs: CREATED_AT_MS,
  version: 1,
  ...more,
});

/** What every `WebhookStore` promises. */
export const testWebhookStore = (createStore: () => WebhookStore): void => {
  test('a webhook is found as it was created, by its tenant', async () => {
    const store = createStore();
    const webhook = newWebhook({
      description: 'orders',
      events: ['job.completed', 'budget.exceeded'],
      metadata: { team: 'blue' },
      previousSecret: 'whsec_BBBB',
      previousUntilMs: 7,
      disabled: { atMs: 5, reason: 'gone' },
      failingSinceMs: 3,
    });
    assert.equal(await store.create(webhook), true);
    assert.deepEqual(await store.get(webhook.tenantId, webhook.id), webhook);
    assert.equal(await store.get(newTenantId(), webhook.id), undefined);
    assert.equal(await store.get(webhook.tenantId, 'whe_none'), undefined);
  });

  test('a second webhook of an id is not created, and the first stays', async () => {
    const store = createStore();
    const webhook = newWebhook({ id: DEFAULT_WEBHOOK_ID });
    await store.create(webhook);
    assert.equal(await store.create({ ...webhook, secret: 'whsec_CCCC' }), false);
    assert.deepEqual(await store.get(webhook.tenantId, webhook.id), webhook);
    assert.equal(await store.create(newWebhook({ id: DEFAULT_WEBHOOK_ID })), true);
  });

  test('a webhook is replaced only by who has seen what it is', async () => {
    const store = createStore();
    const webhook = newWebhook({ description: 'orders' });
    assert.equal(await store.replace(webhook), undefined);
    await store.create(webhook);
    const { description: _, ...plain } = webhook;
    assert.deepEqual(await store.replace(plain), { ...plain, version: 2 });
    assert.equal(await store.replace({ ...webhook, url: 'https://late.example/' }), undefined);
    assert.deepEqual(await store.get(webhook.tenantId, webhook.id), { ...plain, version: 2 });
  });

  test('a webhook is deleted once, and not by another tenant', async () => {
    const store = createStore();
    const webhook = newWebhook();
    await store.create(webhook);
    assert.equal(await store.delete(newTenantId(), webhook.id), false);
    assert.equal(await store.delete(webhook.tenantId, webhook.id), true);
    assert.equal(await store.delete(webhook.tenantId, webhook.id), false);
    assert.equal(await store.replace(webhook), undefined);
    assert.equal(await store.get(webhook.tenantId, webhook.id), undefined);
  });

  test('a tenant’s webhooks are listed page by page, oldest first, without the built-in one', async () => {
    const store = createStore();
    const tenantId = newTenantId();
    const made = Array.from({ length: 5 }, (_, index) =>
      newWebhook({ id: newId('whe', CREATED_AT_MS + index), tenantId }),
    );
    for (const webhook of made.toReversed()) await store.create(webhook);
    await store.create(newWebhook({ tenantId, id: DEFAULT_WEBHOOK_ID }));
    await store.create(newWebhook());
    assert.deepEqual(await store.list(tenantId, { limit: 5 }), { webhooks: made, hasMore: false });
    const first = await store.list(tenantId, { limit: 2 });
    assert.deepEqual(first, { webhooks: made.slice(0, 2), hasMore: true });
    const after = first.webhooks.at(-1)?.id ?? '';
    assert.deepEqual(await store.list(tenantId, { limit: 3, after }), { webhooks: made.slice(2), hasMore: false });
    assert.deepEqual(await store.list(newTenantId(), { limit: 5 }), { webhooks: [], hasMore: false });
    for (const none of ['~a', 'é']) {
      assert.deepEqual(await store.list(tenantId, { limit: 5, after: none }), { webhooks: [], hasMore: false });
    }
  });
};
