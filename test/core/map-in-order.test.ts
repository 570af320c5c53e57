import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { mapInOrder } from '#core/map-in-order.ts';

test('results come in the order of the items, and no more are under way than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(5)), fc.integer({ min: 1, max: 8 }), async (delays, atOnce) => {
      let running = 0;
      let most = 0;
      const wait = async (ticks: number): Promise<number> => {
        running += 1;
        most = Math.max(most, running);
        for (let tick = 0; tick < ticks; tick += 1) await setImmediate();
        running -= 1;
        return ticks;
      };
      assert.deepEqual(await Array.fromAsync(mapInOrder(delays, atOnce, wait)), delays);
      assert.ok(most <= atOnce);
      if (delays.length >= atOnce && delays.every((ticks) => ticks > 0)) assert.equal(most, atOnce);
    }),
  );
});

test('fails with what the first of them has failed with, and with nothing besides', async () => {
  const fail = async (name: string) => {
    if (name !== 'good') throw new Error(name);
    return name;
  };
  const seen: string[] = [];
  await assert.rejects(async () => {
    for await (const result of mapInOrder(['good', 'first', 'second'], 3, fail)) seen.push(result);
  }, /first/);
  assert.deepEqual(seen, ['good']);
});
