import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RateLimitStore, RateWindow } from '#core/limits/rate-limit-store.ts';

let subjects = 0;

const newWindow = (): RateWindow => {
  subjects += 1;
  return {
    subject: `principal:client:${subjects}-${process.pid}`,
    ...{ startsAtMs: 1_795_348_800_000, endsAtMs: 1_795_348_860_000 },
  };
};

const ONE = { requests: 1, tokens: 0 };

/** What every `RateLimitStore` promises. */
export const testRateLimitStore = (createStore: () => RateLimitStore): void => {
  /** Takes one request of a window, and says how many are taken then. */
  const taker = (store: RateLimitStore, window: RateWindow, requests: number) => async () => {
    const { isTaken, counts } = await store.take(window, ONE, { requests });
    return isTaken ? counts.requests : undefined;
  };

  test('requests are taken one by one until there is none', async () => {
    const take = taker(createStore(), newWindow(), 2);
    assert.deepEqual([await take(), await take(), await take()], [1, 2, undefined]);
  });

  test('many who take at once get exactly as many requests as there are', async () => {
    const take = taker(createStore(), newWindow(), 7);
    const taken = await Promise.all(Array.from({ length: 30 }, take));
    const granted = taken.filter((count) => count !== undefined).sort((a, b) => a - b);
    assert.deepEqual(granted, [1, 2, 3, 4, 5, 6, 7]);
  });

  test('a refused request takes nothing, and what is given back can be taken again', async () => {
    const store = createStore();
    const window = newWindow();
    const take = taker(store, window, 1);
    await take();
    await take();
    await store.release(window, ONE);
    assert.equal(await take(), 1);
  });

  test('giving back what was not taken makes no more room', async () => {
    const store = createStore();
    const window = newWindow();
    const take = taker(store, window, 1);
    await store.release(window, ONE);
    await take();
    await store.release(window, ONE);
    await store.release(window, ONE);
    assert.deepEqual([await take(), await take()], [1, undefined]);
  });

  test('another window and another subject have their own room', async () => {
    const store = createStore();
    const window = newWindow();
    await taker(store, window, 1)();
    const next = { ...window, startsAtMs: window.endsAtMs, endsAtMs: window.endsAtMs + 60_000 };
    assert.equal(await taker(store, next, 1)(), 1);
    assert.equal(await taker(store, newWindow(), 1)(), 1);
  });

  test('tokens are taken with the request, and refused with it', async () => {
    const store = createStore();
    const window = newWindow();
    const take = (tokens: number) => store.take(window, { requests: 1, tokens }, { requests: 3, tokens: 10 });
    assert.deepEqual(await take(11), { isTaken: false, counts: { requests: 0, tokens: 0 } });
    assert.deepEqual(await take(6), { isTaken: true, counts: { requests: 1, tokens: 6 } });
    assert.deepEqual(await take(5), { isTaken: false, counts: { requests: 1, tokens: 6 } });
    assert.deepEqual(await take(4), { isTaken: true, counts: { requests: 2, tokens: 10 } });
    await store.release(window, { requests: 1, tokens: 6 });
    assert.deepEqual(await store.read(window), { requests: 1, tokens: 4 });
  });

  test('what no limit is given for is counted, and refuses nothing', async () => {
    const store = createStore();
    const window = newWindow();
    assert.equal((await store.take(window, { requests: 5, tokens: 7 }, {})).isTaken, true);
    assert.deepEqual((await store.take(window, ONE, { tokens: 7 })).counts, { requests: 6, tokens: 7 });
  });

  test('tokens that were used unasked are counted past the limit, and those not used are taken off', async () => {
    const store = createStore();
    const window = newWindow();
    const take = (tokens: number) => store.take(window, { requests: 1, tokens }, { tokens: 10 });
    await store.addTokens(window, 12);
    assert.equal((await take(0)).isTaken, false);
    await store.addTokens(window, -5);
    assert.equal((await take(3)).isTaken, true);
    assert.deepEqual(await store.read(window), { requests: 1, tokens: 10 });
  });
};
