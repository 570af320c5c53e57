import type { TokenUsage } from '#core/runs/token-usage.ts';
import type { Model } from './model.ts';

/**
 * What one call of a model costs, in whole micro-USD, rounded up.
 *
 * Priced per call, not per run: whether the long-prompt price applies depends on the length of each call's prompt.
 */
export const priceCallMicroUsd = (model: Model, usage: TokenUsage): number => {
  const promptTokens = usage.inputTokens + usage.cacheReadInputTokens + usage.cacheCreationInputTokens;
  const { longPrompt } = model;
  const price = longPrompt && promptTokens > longPrompt.aboveTokens ? longPrompt.price : model.price;
  const cost =
    usage.inputTokens * price.input +
    usage.outputTokens * price.output +
    usage.cacheReadInputTokens * price.cacheRead +
    usage.cacheCreationInputTokens * price.cacheWrite;
  // Binary fractions add up to a little more than they should, as 0.1 + 0.2 does: that must not be rounded up.
  return Math.ceil(Number(cost.toFixed(6)));
};
