import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '#core/clock.ts';
import type { EventQuery, EventStore, StoredEvent } from '#core/events/event-store.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

let tenants = 0;

const newTenantId = (): string => {
  tenants += 1;
  return `ten_events_${process.pid}_${tenants}`;
};

const NOW_MS = createFakeClock()();

const newEvent = (tenantId: string, id: string, more: Partial<StoredEvent> = {}): StoredEvent => ({
  ...{ id, tenantId, type: 'job.completed', createdAtMs: NOW_MS, body: `{"id":"${id}"}` },
  expiresAtSeconds: NOW_MS / 1000 + 60,
  ...more,
});

/** What every `EventStore` promises. */
export const testEventStore = (createStore: (clock: Clock) => EventStore): void => {
  test('an event is found as it was first added, by its tenant, until it expires', async () => {
    const clock = createFakeClock();
    const store = createStore(clock);
    const event = newEvent(newTenantId(), 'evt_1');
    await store.add(event);
    await store.add({ ...event, body: 'another' });
    assert.deepEqual(await store.get(event.tenantId, event), event);
    assert.equal(await store.get(newTenantId(), event), undefined);
    assert.equal(await store.get(event.tenantId, { ...event, id: 'evt_2' }), undefined);
    clock.advance(60_000);
    assert.equal(await store.get(event.tenantId, event), undefined);
  });

  test('events of some time are listed oldest first, page by page', async () => {
    const store = createStore(createFakeClock());
    const tenantId = newTenantId();
    const at = (ms: number, id: string) => newEvent(tenantId, id, { createdAtMs: NOW_MS + ms });
    const made = [at(0, 'evt_z'), at(1, 'evt_a'), at(1, 'evt_b'), at(5, 'evt_c'), at(20, 'evt_0')];
    for (const event of made.toReversed()) await store.add(event);
    await store.add(newEvent(newTenantId(), 'evt_x'));
    const list = (fromMs: number, toMs: number, more: Partial<EventQuery> = {}) =>
      store.list(tenantId, { fromMs: NOW_MS + fromMs, toMs: NOW_MS + toMs, limit: 10, ...more });
    const after = (index: number) => ({ limit: 2, after: made[index] ?? assert.fail() });
    assert.deepEqual(await list(0, 20), { events: made, hasMore: false });
    assert.deepEqual(await list(1, 5), { events: made.slice(1, 4), hasMore: false });
    assert.deepEqual(await list(6, 19), { events: [], hasMore: false });
    assert.deepEqual(await list(0, 20, { limit: 2 }), { events: made.slice(0, 2), hasMore: true });
    assert.deepEqual(await list(0, 20, after(1)), { events: made.slice(2, 4), hasMore: true });
    assert.deepEqual(await list(0, 20, after(3)), { events: made.slice(4), hasMore: false });
    assert.deepEqual(await list(0, 20, after(4)), { events: [], hasMore: false });
    assert.deepEqual(await list(20, 0), { events: [], hasMore: false });
    assert.deepEqual(await list(-NOW_MS, -NOW_MS), { events: [], hasMore: false });
  });

  test('a page of large events says that there are more', async () => {
    const store = createStore(createFakeClock());
    const tenantId = newTenantId();
    const body = 'x'.repeat(19_900);
    const made = Array.from({ length: 60 }, (_, index) => newEvent(tenantId, `evt_${100 + index}`, { body }));
    for (const event of made) await store.add(event);
    const ids: string[] = [];
    let after: StoredEvent | undefined;
    for (let hasMore = true; hasMore; ) {
      const query = { fromMs: NOW_MS, toMs: NOW_MS, limit: 100, ...(after && { after }) };
      const page = await store.list(tenantId, query);
      ids.push(...page.events.map(({ id }) => id));
      after = page.events.at(-1);
      ({ hasMore } = page);
    }
    assert.deepEqual(
      ids,
      made.map(({ id }) => id),
    );
  });
};
