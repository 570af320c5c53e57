import { z } from 'zod';
import { toChatUsage } from '#core/dialects/openai/chat/chat-usage.ts';
import type { TokenUsage } from '#core/runs/token-usage.ts';

/** Tokens in the words of responses. */
export const ResponseUsage = z.object({
  input_tokens: z.int(),
  input_tokens_details: z.object({ cached_tokens: z.int(), cache_write_tokens: z.int() }),
  output_tokens: z.int(),
  output_tokens_details: z.object({
    reasoning_tokens: z.literal(0).meta({ description: 'Not counted apart: `output_tokens` has them.' }),
  }),
  total_tokens: z.int(),
});

/** The tokens of a whole run. */
export const toResponseUsage = (usage: TokenUsage): z.infer<typeof ResponseUsage> => {
  const { prompt_tokens, prompt_tokens_details, completion_tokens, total_tokens } = toChatUsage(usage);
  return {
    input_tokens: prompt_tokens,
    input_tokens_details: prompt_tokens_details,
    output_tokens: completion_tokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens,
  };
};
