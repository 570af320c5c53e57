import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunOutcome } from '#runner/run/run-outcome.ts';
import { watchRun } from '#runner/run/watch-run.ts';

const watch = (signal: AbortSignal) => {
  const outcomes: RunOutcome[] = [];
  const unwatch = watchRun(1500, signal, (outcome) => outcomes.push(outcome));
  const codes = () => outcomes.map((outcome) => ('error' in outcome ? outcome.error.code : outcome.stopReason));
  return { codes, unwatch };
};

test('a run ends when its time is up, not before', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { codes } = watch(new AbortController().signal);
  t.mock.timers.tick(1499);
  assert.deepEqual(codes(), []);
  t.mock.timers.tick(1);
  assert.deepEqual(codes(), ['run_timed_out']);
});

test('an abort ends it as canceled, or for the reason given', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  for (const [reason, code] of [
    [undefined, 'canceled'],
    [new ServiceError('interrupted', 'Stopped.'), 'interrupted'],
  ] as const) {
    const abort = new AbortController();
    const { codes } = watch(abort.signal);
    abort.abort(reason);
    assert.deepEqual(codes(), [code]);
  }
});

test('once it is over, nothing ends it', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const abort = new AbortController();
  const { codes, unwatch } = watch(abort.signal);
  unwatch();
  abort.abort();
  t.mock.timers.tick(2000);
  assert.deepEqual(codes(), []);
});
