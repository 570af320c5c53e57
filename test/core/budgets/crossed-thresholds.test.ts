import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { crossedThresholds } from '#core/budgets/crossed-thresholds.ts';

test('a half, four fifths and the whole are told when they are passed, at once if need be', () => {
  assert.deepEqual(crossedThresholds(1_000_000, 0, 499_999), []);
  assert.deepEqual(crossedThresholds(1_000_000, 499_999, 500_000), [50]);
  assert.deepEqual(crossedThresholds(1_000_000, 500_000, 800_000), [80]);
  assert.deepEqual(crossedThresholds(1_000_000, 0, 2_000_000), [50, 80, 100]);
  assert.deepEqual(crossedThresholds(1_000_000, 2_000_000, 3_000_000), []);
});

test('a budget of which less than a cent is left is used up', () => {
  assert.deepEqual(crossedThresholds(1_000_000, 980_000, 990_000), []);
  assert.deepEqual(crossedThresholds(1_000_000, 980_000, 990_001), [100]);
});

test('each is told once per window, whatever the runs cost', () => {
  const costs = fc.array(fc.integer({ min: 0, max: 400_000 }), { maxLength: 30 });
  fc.assert(
    fc.property(costs, (all) => {
      let spent = 0;
      const told: number[] = [];
      for (const cost of all) {
        told.push(...crossedThresholds(1_000_000, spent, spent + cost));
        spent += cost;
      }
      assert.deepEqual(told, [50, 80, 100].slice(0, told.length));
      assert.equal(told.includes(50), spent >= 500_000);
      assert.equal(told.includes(100), spent > 990_000);
    }),
  );
});
