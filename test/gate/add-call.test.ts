import assert from 'node:assert/strict';
import test from 'node:test';
import type { Model } from '#core/models/model.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';
import { addCall } from '#gate/add-call.ts';

const price = { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 };
const model = (id: string): Model => ({
  id,
  displayName: id,
  aliases: [],
  createdAt: '2026-01-01',
  maxInputTokens: 1,
  maxOutputTokens: 1,
  price,
  longPrompt: { aboveTokens: 100, price: { ...price, input: 10 } },
});

const reading = (inputTokens: number, isFinal = true) => ({ usage: { ...NO_USAGE, inputTokens }, isFinal });

test('calls add up per model and in all', () => {
  const once = addCall(NO_METRICS, model('a'), reading(10));
  const twice = addCall(once, model('b'), reading(20));
  const thrice = addCall(twice, model('a'), reading(30));
  assert.deepEqual(thrice, {
    usage: { ...NO_USAGE, inputTokens: 60 },
    modelUsage: [
      { ...NO_USAGE, model: 'a', inputTokens: 40, calls: 2, costMicroUsd: 40 },
      { ...NO_USAGE, model: 'b', inputTokens: 20, calls: 1, costMicroUsd: 20 },
    ],
    costMicroUsd: 60,
    isEstimated: false,
  });
});

test('each call is priced by itself, so that two short prompts do not make a long one', () => {
  const metrics = addCall(addCall(NO_METRICS, model('a'), reading(80)), model('a'), reading(80));
  assert.equal(metrics.costMicroUsd, 160);
  assert.equal(addCall(NO_METRICS, model('a'), reading(160)).costMicroUsd, 1600);
});

test('one estimated call makes the totals an estimate for good', () => {
  const metrics = addCall(addCall(NO_METRICS, model('a'), reading(1, false)), model('a'), reading(1));
  assert.equal(metrics.isEstimated, true);
});
