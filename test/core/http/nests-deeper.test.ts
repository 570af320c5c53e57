import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nestsDeeper } from '#core/http/nests-deeper.ts';

const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

test('levels are objects and lists in one another, however many', () => {
  assert.deepEqual(
    ['x', null, [1], [[]], nested(100), nested(101), nested(100_000)].map((value) => nestsDeeper(value, 100)),
    [false, false, false, false, false, true, true],
  );
  assert.ok(nestsDeeper({ a: [{ b: 1 }] }, 2));
});
