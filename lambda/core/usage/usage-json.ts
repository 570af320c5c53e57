import { z } from 'zod';
import type { TokenUsage } from '#core/runs/token-usage.ts';

/** The four token buckets, as every surface shows them. */
export const UsageJson = z.object({
  input_tokens: z.int(),
  output_tokens: z.int(),
  cache_read_input_tokens: z.int(),
  cache_creation_input_tokens: z.int(),
});

/** The usage as every surface shows it. */
export const toUsageJson = (usage: TokenUsage): z.infer<typeof UsageJson> => ({
  input_tokens: usage.inputTokens,
  output_tokens: usage.outputTokens,
  cache_read_input_tokens: usage.cacheReadInputTokens,
  cache_creation_input_tokens: usage.cacheCreationInputTokens,
});

/** Micro-USD as USD, the way every surface shows money. */
export const toUsd = (microUsd: number): number => microUsd / 1_000_000;
