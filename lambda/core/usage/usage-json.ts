import type { TokenUsage } from '#core/runs/token-usage.ts';

/** Micro-USD as USD, the way every surface shows money. */
export const toUsd = (microUsd: number): number => microUsd / 1_000_000;

/** The four token buckets and the cost, as every surface shows them. */
export const usageJson = (usage: TokenUsage) => ({
  input_tokens: usage.inputTokens,
  output_tokens: usage.outputTokens,
  cache_read_input_tokens: usage.cacheReadInputTokens,
  cache_creation_input_tokens: usage.cacheCreationInputTokens,
});
