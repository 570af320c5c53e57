import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MODEL_CATALOG } from '#core/models/model-catalog.ts';
import { priceCallMicroUsd } from '#core/models/price-call.ts';
import { resolveModel } from '#core/models/resolve-model.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';

const haiku45 = resolveModel(MODEL_CATALOG, 'claude-haiku-4-5');
const haiku55 = resolveModel(MODEL_CATALOG, 'claude-haiku-5-5');

test('each kind of token has its price', () => {
  const usage = { inputTokens: 1_000, outputTokens: 100, cacheReadInputTokens: 50, cacheCreationInputTokens: 8 };
  assert.equal(priceCallMicroUsd(haiku45, usage), 1_000 * 1 + 100 * 5 + 50 * 0.1 + 8 * 1.25);
});

test('a call that used nothing costs nothing', () => {
  assert.equal(priceCallMicroUsd(haiku45, NO_USAGE), 0);
});

for (const { prompt, cost, what } of [
  { prompt: { inputTokens: 100_000 }, cost: 10_000, what: 'of just the limit has the usual price' },
  { prompt: { inputTokens: 100_001 }, cost: 50_001, what: 'one token longer has the long price throughout' },
  {
    prompt: { inputTokens: 1, cacheReadInputTokens: 60_000, cacheCreationInputTokens: 40_000 },
    cost: 28_001,
    what: 'is as long as with what the cache holds of it',
  },
]) {
  test(`a prompt ${what}`, () => assert.equal(priceCallMicroUsd(haiku55, { ...NO_USAGE, ...prompt }), cost));
}

test('a long answer to a short prompt has the usual price', () => {
  assert.equal(priceCallMicroUsd(haiku55, { ...NO_USAGE, inputTokens: 1, outputTokens: 120_000 }), 60_001);
});

test('the cost is that of exact arithmetic, rounded up to whole micro-USD', () => {
  const tokens = fc.nat({ max: 1_000_000 });
  const usage = fc.record({
    inputTokens: tokens,
    outputTokens: tokens,
    cacheReadInputTokens: tokens,
    cacheCreationInputTokens: tokens,
  });
  const thousandths = (price: number) => BigInt(Math.round(price * 1_000));
  fc.assert(
    fc.property(fc.constantFrom(...MODEL_CATALOG), usage, (model, used) => {
      const prompt = used.inputTokens + used.cacheReadInputTokens + used.cacheCreationInputTokens;
      const { longPrompt } = model;
      const price = longPrompt && prompt > longPrompt.aboveTokens ? longPrompt.price : model.price;
      const exact =
        BigInt(used.inputTokens) * thousandths(price.input) +
        BigInt(used.outputTokens) * thousandths(price.output) +
        BigInt(used.cacheReadInputTokens) * thousandths(price.cacheRead) +
        BigInt(used.cacheCreationInputTokens) * thousandths(price.cacheWrite);
      assert.equal(priceCallMicroUsd(model, used), Number((exact + 999n) / 1_000n));
    }),
    {
      examples: [
        [
          haiku55,
          { inputTokens: 98_723, outputTokens: 1_325, cacheReadInputTokens: 82_070, cacheCreationInputTokens: 4 },
        ],
        [haiku55, { inputTokens: 3, outputTokens: 0, cacheReadInputTokens: 70, cacheCreationInputTokens: 0 }],
      ],
    },
  );
});
