import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RateLimitStore, RateWindow } from '#core/limits/rate-limit-store.ts';

let subjects = 0;

const newWindow = (limit: number): RateWindow => {
  subjects += 1;
  return { subject: `principal:client:${subjects}`, limit, startsAtMs: 1_795_348_800_000, endsAtMs: 1_795_348_860_000 };
};

/** What every `RateLimitStore` promises. */
export const testRateLimitStore = (createStore: () => RateLimitStore): void => {
  test('places are taken one by one until there is none', async () => {
    const store = createStore();
    const window = newWindow(2);
    assert.equal(await store.take(window), 1);
    assert.equal(await store.take(window), 2);
    assert.equal(await store.take(window), undefined);
  });

  test('many who take at once get exactly as many places as there are', async () => {
    const store = createStore();
    const window = newWindow(7);
    const taken = await Promise.all(Array.from({ length: 30 }, () => store.take(window)));
    const granted = taken.filter((count) => count !== undefined).sort((a, b) => a - b);
    assert.deepEqual(granted, [1, 2, 3, 4, 5, 6, 7]);
  });

  test('a refused request takes nothing, and a place given back can be taken again', async () => {
    const store = createStore();
    const window = newWindow(1);
    await store.take(window);
    await store.take(window);
    await store.release(window);
    assert.equal(await store.take(window), 1);
  });

  test('giving back what was not taken makes no more places', async () => {
    const store = createStore();
    const window = newWindow(1);
    await store.release(window);
    await store.take(window);
    await store.release(window);
    await store.release(window);
    assert.deepEqual([await store.take(window), await store.take(window)], [1, undefined]);
  });

  test('another window and another subject have their own places', async () => {
    const store = createStore();
    const window = newWindow(1);
    await store.take(window);
    assert.equal(await store.take({ ...window, startsAtMs: window.endsAtMs, endsAtMs: window.endsAtMs + 60_000 }), 1);
    assert.equal(await store.take(newWindow(1)), 1);
  });
};
