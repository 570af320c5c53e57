import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { sleep } from '#adapters/system/sleep.ts';

const HOUR_MS = 3_600_000;

test('whoever sleeps is woken by the signal, which may have aborted before', async () => {
  const controller = new AbortController();
  const sleeping = sleep(HOUR_MS, controller.signal);
  controller.abort(new Error('the run has ended'));
  await sleeping;
  await sleep(HOUR_MS, controller.signal);
});

test('whoever has slept no longer listens to the signal, which may outlive it', async () => {
  const { signal } = new AbortController();
  await sleep(0, signal);
  assert.deepEqual(getEventListeners(signal, 'abort'), []);
});

test('sleep needs no signal', async () => {
  await sleep(0);
});
