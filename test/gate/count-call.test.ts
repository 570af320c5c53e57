import assert from 'node:assert/strict';
import test from 'node:test';
import type { Model } from '#core/models/model.ts';
import { addCall } from '#core/runs/add-call.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';
import { countCall } from '#gate/count-call.ts';

const price = { input: 1, output: 5, cacheRead: 0.1, cacheWrite: 1.25 };
const MODEL: Model = {
  id: 'a',
  displayName: 'a',
  aliases: [],
  createdAt: '2026-01-01',
  maxInputTokens: 1,
  maxOutputTokens: 1,
  price,
  longPrompt: { aboveTokens: 100, price: { ...price, input: 10 } },
};

const callOf = (inputTokens: number) => countCall(MODEL, { usage: { ...NO_USAGE, inputTokens }, isFinal: true });

test('each call is priced by itself, so that two short prompts do not make a long one', () => {
  assert.equal([callOf(80), callOf(80)].reduce(addCall, NO_METRICS).costMicroUsd, 160);
  assert.equal([callOf(160)].reduce(addCall, NO_METRICS).costMicroUsd, 1600);
});
