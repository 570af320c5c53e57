import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Clock } from '#core/clock.ts';
import type { LeaseStore } from '#core/limits/lease-store.ts';
import { createFakeClock } from '#test/fakes/fake-clock.ts';

let subjects = 0;

/** What every `LeaseStore` promises. */
export const testLeaseStore = (createStore: (clock: Clock) => LeaseStore): void => {
  const start = () => {
    subjects += 1;
    const clock = createFakeClock();
    const leases = createStore(clock);
    const subject = `tenant:leases-${subjects}-${process.pid}`;
    const acquire = (promptId: string, limit: number, forMs = 60_000) =>
      leases.acquire(subject, { promptId, expiresAtMs: clock() + forMs }, limit);
    return { clock, leases, subject, acquire };
  };

  test('places are taken until there is none, and can be taken again when given back', async () => {
    const { leases, subject, acquire } = start();
    assert.deepEqual([await acquire('p1', 2), await acquire('p2', 2), await acquire('p3', 2)], [1, 2, undefined]);
    await leases.release(subject, 'p1');
    assert.equal(await leases.count(subject), 1);
    assert.equal(await acquire('p3', 2), 2);
  });

  test('giving back what is not held, or again, makes no more places', async () => {
    const { leases, subject, acquire } = start();
    await leases.release(subject, 'p0');
    await acquire('p1', 1);
    await leases.release(subject, 'p1');
    await leases.release(subject, 'p1');
    assert.deepEqual([await acquire('p2', 1), await acquire('p3', 1)], [1, undefined]);
  });

  test('a lease that nobody gave back ends by itself', async () => {
    const { clock, leases, subject, acquire } = start();
    await acquire('crashed', 1, 60_000);
    clock.advance(59_999);
    assert.equal(await acquire('p2', 1), undefined);
    clock.advance(1);
    assert.equal(await leases.count(subject), 0);
    assert.equal(await acquire('p2', 1), 1);
    // Whoever had it comes back late.
    await leases.release(subject, 'crashed');
    assert.equal(await acquire('p3', 1), undefined);
  });

  test('acquiring again for the same prompt takes no second place', async () => {
    const { leases, subject, acquire } = start();
    await acquire('p1', 2);
    assert.equal(await acquire('p1', 2), 1);
    assert.equal(await leases.count(subject), 1);
  });

  test('of many at once as many get a place as there are', async () => {
    const { leases, subject, acquire } = start();
    const taken = await Promise.all(Array.from({ length: 20 }, (_, index) => acquire(`p${index}`, 6)));
    assert.equal(taken.filter((count) => count !== undefined).length, 6);
    assert.equal(await leases.count(subject), 6);
  });

  test('of many at once that find ended leases, as many get a place as there are', async () => {
    const { clock, leases, subject, acquire } = start();
    for (let index = 0; index < 4; index += 1) await acquire(`crashed${index}`, 4);
    clock.advance(60_000);
    const taken = await Promise.all(Array.from({ length: 12 }, (_, index) => acquire(`p${index}`, 4)));
    assert.equal(taken.filter((count) => count !== undefined).length, 4);
    assert.equal(await leases.count(subject), 4);
  });
};
