import assert from 'node:assert/strict';
import test from 'node:test';
import { addCall, type CountedCall } from '#core/runs/add-call.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';

const callOf = (model: string, inputTokens: number, isFinal = true): CountedCall => ({
  model,
  usage: { ...NO_USAGE, inputTokens },
  costMicroUsd: 2 * inputTokens,
  isFinal,
});

test('calls add up per model and in all', () => {
  const calls = [callOf('a', 10), callOf('b', 20), callOf('a', 30)];
  assert.deepEqual(calls.reduce(addCall, NO_METRICS), {
    usage: { ...NO_USAGE, inputTokens: 60 },
    modelUsage: [
      { ...NO_USAGE, model: 'a', inputTokens: 40, calls: 2, costMicroUsd: 80 },
      { ...NO_USAGE, model: 'b', inputTokens: 20, calls: 1, costMicroUsd: 40 },
    ],
    costMicroUsd: 120,
    isEstimated: false,
  });
});

test('one estimated call makes the totals an estimate for good', () => {
  const metrics = [callOf('a', 1, false), callOf('a', 1)].reduce(addCall, NO_METRICS);
  assert.equal(metrics.isEstimated, true);
});
