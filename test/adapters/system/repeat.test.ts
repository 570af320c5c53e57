import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { repeat } from '#adapters/system/repeat.ts';

test('a task is done again and again, each time so long after the last was done, until it is cleared', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let begun = 0;
  let finish: () => void = () => {};
  const repetition = repeat(1_000, () => {
    begun += 1;
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  });
  t.mock.timers.tick(999);
  assert.equal(begun, 0);
  t.mock.timers.tick(1);
  t.mock.timers.tick(5_000);
  assert.equal(begun, 1, 'not while it is being done');
  finish();
  await setImmediate();
  t.mock.timers.tick(1_000);
  assert.equal(begun, 2);
  repetition.clear();
  finish();
  await setImmediate();
  t.mock.timers.tick(5_000);
  assert.equal(begun, 2);
});
