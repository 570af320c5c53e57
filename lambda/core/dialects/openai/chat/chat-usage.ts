import { z } from 'zod';
import type { TokenUsage } from '#core/runs/token-usage.ts';

/** Tokens in OpenAI's words, which count cached ones among those of the prompt. */
export const ChatUsage = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
  prompt_tokens_details: z.object({ cached_tokens: z.int(), cache_write_tokens: z.int() }),
});

/** The tokens of a whole run. */
export const toChatUsage = (usage: TokenUsage): z.infer<typeof ChatUsage> => {
  const { inputTokens, outputTokens, cacheReadInputTokens, cacheCreationInputTokens } = usage;
  const promptTokens = inputTokens + cacheReadInputTokens + cacheCreationInputTokens;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: outputTokens,
    total_tokens: promptTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cacheReadInputTokens, cache_write_tokens: cacheCreationInputTokens },
  };
};
