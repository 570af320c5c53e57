import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sweepEach } from '#core/sweep-each.ts';

async function* each<T>(...items: T[]): AsyncGenerator<T> {
  yield* items;
}

test('each is taken care of, and those with whom there was something to do are counted', async () => {
  const seen: number[] = [];
  const take = async (item: number) => {
    seen.push(item);
    return item > 1;
  };
  assert.equal(await sweepEach(each(1, 2, 3), take), 2);
  assert.deepEqual(seen, [1, 2, 3]);
});

test('fails after the last, if it failed with one, with what it failed for', async () => {
  const seen: number[] = [];
  const broken = new Error('the table is gone');
  const take = async (item: number) => {
    seen.push(item);
    if (item === 1) throw broken;
    return true;
  };
  await assert.rejects(sweepEach(each(1, 2, 3), take), (error: AggregateError) => error.errors[0] === broken);
  assert.deepEqual(seen, [1, 2, 3]);
});

test('one that takes its time does not hold up the next', async () => {
  const second = Promise.withResolvers<boolean>();
  const take = async (item: number) => {
    if (item === 2) second.resolve(true);
    return second.promise;
  };
  assert.equal(await sweepEach(each(1, 2), take), 2);
});
