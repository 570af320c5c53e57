import assert from 'node:assert/strict';
import { namedId } from '#adapters/system/named-id.ts';
import { newWebhookSecret } from '#adapters/webhooks/new-webhook-secret.ts';
import type { ServiceEvent } from '#core/events/service-event.ts';
import { createWebhook } from '#core/webhooks/create-webhook.ts';
import { deliver } from '#core/webhooks/deliver.ts';
import type { DeliverPorts } from '#core/webhooks/deliver-ports.ts';
import { DELIVERY_POLICY } from '#core/webhooks/delivery-policy.ts';
import type { PostWebhook, WebhookAnswer, WebhookPost } from '#core/webhooks/post-webhook.ts';
import { createPublishEvent } from '#core/webhooks/publish-event.ts';
import type { WebhookBody } from '#core/webhooks/webhook-body.ts';
import type { WebhookPorts } from '#core/webhooks/webhook-ports.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';
import { createMemoryDeliveryQueue } from '#test/fakes/memory-delivery-queue.ts';
import { createMemoryDeliveryStore } from '#test/fakes/memory-delivery-store.ts';
import { createMemoryEventStore } from '#test/fakes/memory-event-store.ts';
import { createMemoryWebhookStore } from '#test/fakes/memory-webhook-store.ts';
import { createSequentialIds } from '#test/fakes/sequential-ids.ts';

/** Whose webhooks they are, unless a test says otherwise. */
export const TENANT = 'tenant-1';

/** Answers that a receiver may give. */
export const answered = (status: number, retryAfter?: string): WebhookAnswer => ({
  ...{ kind: 'answered', status },
  ...(retryAfter !== undefined && { retryAfter }),
});

/** Webhooks in memory, with receivers that answer what a test says, and a queue whose messages it hands out. */
export const openWebhooks = (overrides: Partial<WebhookPorts & DeliverPorts> = {}) => {
  const clock = createFakeClock();
  const queue = createMemoryDeliveryQueue(clock);
  const posts: (WebhookPost & { readonly madeAtMs: number })[] = [];
  const logs: object[] = [];
  const receiver = { answer: async (_post: WebhookPost): Promise<WebhookAnswer> => answered(204) };
  const postWebhook: PostWebhook = async (post) => {
    posts.push({ ...post, madeAtMs: clock() });
    return receiver.answer(post);
  };
  const ports: WebhookPorts & DeliverPorts = {
    webhooks: createMemoryWebhookStore(),
    deliveries: createMemoryDeliveryStore(clock),
    events: createMemoryEventStore(clock),
    deliveryQueue: queue,
    addressPolicy: { allowsLoopback: false },
    newWebhookSecret,
    newId: createSequentialIds(),
    namedId,
    clock,
    postWebhook,
    deliveryPolicy: DELIVERY_POLICY,
    random: () => 0.5,
    log: (record) => logs.push(record),
    ...overrides,
  };
  const publish = createPublishEvent(ports);
  let events = 0;

  /** Handles the message that is due first, at the time that it is. */
  const step = async (): Promise<void> => {
    const { message, dueAtMs } = queue.take() ?? assert.fail('nothing is queued');
    clock.advance(Math.max(0, dueAtMs - clock()));
    await deliver(message, ports);
  };

  return {
    ...{ ports, clock, queue, posts, logs, receiver },
    create: (body: Partial<WebhookBody> = {}, tenantId = TENANT) =>
      createWebhook(tenantId, { url: 'https://example.com/', metadata: {}, ...body }, ports),
    publish: async (more: Partial<ServiceEvent> = {}, url?: string) => {
      events += 1;
      const made = { id: `evt_${events}`, type: 'job.completed', tenantId: TENANT, data: { n: events } } as const;
      const event = { ...made, createdAtMs: clock(), ...more };
      await publish(event, url);
      return event;
    },
    step,
    /** Handles messages until there are none. */
    drain: async (): Promise<void> => {
      while (queue.sent.length > 0) await step();
    },
    deliveriesOf: async (webhookId: string, tenantId = TENANT) =>
      (await ports.deliveries.list(tenantId, webhookId, { limit: 100 })).deliveries,
  };
};
