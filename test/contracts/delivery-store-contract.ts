import assert from 'node:assert/strict';
import { test } from 'node:test';
import { namedId } from '#adapters/system/named-id.ts';
import type { Clock } from '#core/clock.ts';
import type { Delivery } from '#core/webhooks/delivery.ts';
import type { DeliveryStore } from '#core/webhooks/delivery-store.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

let tenants = 0;

const newTenantId = (): string => {
  tenants += 1;
  return `ten_deliveries_${process.pid}_${tenants}`;
};

const NOW_MS = createFakeClock()();

let events = 0;

const newDelivery = (more: Partial<Delivery> = {}): Delivery => {
  events += 1;
  const eventAtMs = NOW_MS + events;
  return {
    id: namedId('whd', eventAtMs, String(events)),
    tenantId: newTenantId(),
    webhookId: 'whe_1',
    ...{ eventId: `evt_${events}`, eventType: 'job.completed', eventAtMs },
    ...{ status: 'pending', attempts: [], attemptCount: 0, attemptsBefore: 0 },
    ...{ nextAttemptAtMs: NOW_MS, checkAtMs: NOW_MS + 10, createdAtMs: NOW_MS },
    expiresAtSeconds: NOW_MS / 1000 + 60,
    version: 1,
    ...more,
  };
};

const ended = ({ nextAttemptAtMs: _n, checkAtMs: _c, ...delivery }: Delivery): Delivery => ({
  ...delivery,
  status: 'succeeded',
});

/** What every `DeliveryStore` promises. */
export const testDeliveryStore = (createStore: (clock: Clock) => DeliveryStore): void => {
  test('a delivery is found as it was created, by tenant and webhook, until it expires', async () => {
    const clock = createFakeClock();
    const store = createStore(clock);
    const delivery = newDelivery({
      url: 'https://example.com/',
      status: 'failed',
      failure: 'exhausted',
      attempts: [
        { atMs: 1, latencyMs: 2, error: 'late' },
        { atMs: 3, latencyMs: 4, status: 500, error: 'bad' },
      ],
    });
    const { tenantId, webhookId, id } = delivery;
    assert.equal(await store.create(delivery), true);
    assert.deepEqual(await store.get(tenantId, webhookId, id), delivery);
    assert.equal(await store.get(newTenantId(), webhookId, id), undefined);
    assert.equal(await store.get(tenantId, 'whe_2', id), undefined);
    clock.advance(60_000);
    assert.equal(await store.get(tenantId, webhookId, id), undefined);
  });

  test('a second delivery of an id is not created, and the first stays', async () => {
    const store = createStore(createFakeClock());
    const delivery = newDelivery();
    await store.create(delivery);
    assert.equal(await store.create({ ...delivery, attemptCount: 3 }), false);
    assert.deepEqual(await store.get(delivery.tenantId, 'whe_1', delivery.id), delivery);
  });

  test('a delivery is replaced only by who has seen what it is', async () => {
    const store = createStore(createFakeClock());
    const delivery = newDelivery();
    assert.equal(await store.replace(delivery), undefined);
    await store.create(delivery);
    const done = ended(delivery);
    assert.deepEqual(await store.replace(done), { ...done, version: 2 });
    assert.equal(await store.replace({ ...delivery, attemptCount: 9 }), undefined);
    assert.deepEqual(await store.get(delivery.tenantId, 'whe_1', delivery.id), { ...done, version: 2 });
  });

  test('the deliveries of one webhook are listed newest first, page by page', async () => {
    const store = createStore(createFakeClock());
    const tenantId = newTenantId();
    const made = Array.from({ length: 5 }, () => newDelivery({ tenantId }));
    for (const delivery of made) await store.create(delivery);
    await store.create(newDelivery({ tenantId, webhookId: 'whe_10' }));
    await store.create(newDelivery({ webhookId: 'whe_1' }));
    const newest = made.toReversed();
    const idsOf = (deliveries: readonly Delivery[]) => deliveries.map(({ id }) => id);
    const first = await store.list(tenantId, 'whe_1', { limit: 3 });
    assert.deepEqual([first.deliveries, first.hasMore], [newest.slice(0, 3), true]);
    const second = await store.list(tenantId, 'whe_1', { limit: 3, after: first.lastId ?? '' });
    assert.deepEqual([idsOf(second.deliveries), second.hasMore], [idsOf(newest.slice(3)), false]);
    assert.deepEqual((await store.list(tenantId, 'whe_2', { limit: 3 })).deliveries, []);
  });

  test('deliveries are listed by status, and none that have expired', async () => {
    const clock = createFakeClock();
    const store = createStore(clock);
    const tenantId = newTenantId();
    const made = Array.from({ length: 3 }, () => newDelivery({ tenantId }));
    const expiring = newDelivery({ tenantId, expiresAtSeconds: NOW_MS / 1000 + 1 });
    for (const delivery of [...made, expiring]) await store.create(delivery);
    const [, middle] = made;
    assert.ok(middle);
    await store.replace(ended(middle));
    clock.advance(1_000);
    const list = async (status: Delivery['status']) =>
      (await store.list(tenantId, 'whe_1', { limit: 10, status })).deliveries.map(({ id }) => id);
    assert.deepEqual(await list('succeeded'), [middle.id]);
    assert.deepEqual(await list('pending'), [made[2]?.id, made[0]?.id]);
    assert.deepEqual(await list('failed'), []);
  });

  test('pending deliveries are found by when they are to be looked at, of all tenants', async () => {
    const store = createStore(createFakeClock());
    const due = newDelivery({ checkAtMs: NOW_MS + 1 });
    const later = newDelivery({ checkAtMs: NOW_MS + 2 });
    const done = newDelivery({ checkAtMs: NOW_MS + 1 });
    const moved = newDelivery({ checkAtMs: NOW_MS + 1 });
    for (const delivery of [due, later, done, moved]) await store.create(delivery);
    await store.replace(ended(done));
    await store.replace({ ...moved, checkAtMs: NOW_MS + 5 });
    const ours = new Set([due, later, done, moved].map(({ id }) => id));
    const open = async (beforeMs: number) => {
      const ids: string[] = [];
      for await (const { id } of store.listOpen(beforeMs)) if (ours.has(id)) ids.push(id);
      return ids.toSorted();
    };
    assert.deepEqual(await open(NOW_MS + 1), []);
    assert.deepEqual(await open(NOW_MS + 2), [due.id]);
    assert.deepEqual(await open(Number.POSITIVE_INFINITY), [due.id, later.id, moved.id].toSorted());
  });
};
