import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { interruptAfter } from '#local/interrupt-after.ts';
import { createPending } from '#local/pending.ts';

test('when nothing is under way it is over at once', async () => {
  const shutdown = new AbortController();
  await interruptAfter(30_000, createPending(), shutdown);
  assert.equal(shutdown.signal.reason.code, 'interrupted');
});

test('what is under way is left alone until its time is up, then interrupted and waited for', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const pending = createPending();
  pending.add('one');
  pending.add('two');
  const shutdown = new AbortController();
  let isOver = false;
  const over = interruptAfter(30_000, pending, shutdown).then(() => {
    isOver = true;
  });
  pending.delete('one');
  t.mock.timers.tick(29_999);
  await setImmediate();
  assert.equal(shutdown.signal.aborted, false);
  t.mock.timers.tick(1);
  await setImmediate();
  assert.equal(shutdown.signal.aborted, true);
  assert.equal(isOver, false);
  pending.delete('two');
  await over;
});

test('what cannot be settled does not keep the service from stopping', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const pending = createPending();
  pending.add('stuck');
  const over = interruptAfter(0, pending, new AbortController());
  for (const durationMs of [0, 10_000]) {
    t.mock.timers.tick(durationMs);
    await setImmediate();
  }
  await over;
});
