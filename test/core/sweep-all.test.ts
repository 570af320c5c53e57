import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sweepAll } from '#core/sweep-all.ts';

test('each sweep is done in its turn, and those that found something are told', async () => {
  const done: string[] = [];
  const sweep = (name: string, count: number) => async () => {
    done.push(name);
    return count;
  };
  assert.deepEqual(await sweepAll({ a: sweep('a', 0), b: sweep('b', 2), c: sweep('c', 1) }), { b: 2, c: 1 });
  assert.deepEqual(done, ['a', 'b', 'c']);
});

test('fails after the last, if one failed, with what each failed for', async () => {
  let isDone = false;
  const broken = new Error('the table is gone');
  const sweeps = {
    a: async () => Promise.reject(broken),
    b: async () => {
      isDone = true;
      return 1;
    },
  };
  await assert.rejects(sweepAll(sweeps), (error: AggregateError) => error.errors[0] === broken);
  assert.ok(isDone);
});
