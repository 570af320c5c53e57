import { z } from 'zod';
import type { TokenUsage } from '#core/runs/token-usage.ts';
import { toUsd } from './to-usd.ts';
import type { UsageCounts } from './usage-counts.ts';

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

/** Counters, as reports show them. */
export const CountsJson = UsageJson.extend({
  requests: z.int(),
  errors: z.int(),
  cost_usd: z.number(),
  run_seconds: z.number().meta({ description: 'How long the runs took, together.' }),
});

/** The counters as reports show them. */
export const toCountsJson = (counts: UsageCounts): z.infer<typeof CountsJson> => ({
  requests: counts.requests,
  errors: counts.errors,
  ...toUsageJson(counts),
  cost_usd: toUsd(counts.costMicroUsd),
  run_seconds: counts.runMs / 1000,
});
