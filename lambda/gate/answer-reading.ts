import { z } from 'zod';
import { readJson } from '#core/runs/read-json.ts';
import type { TokenUsage } from '#core/runs/token-usage.ts';
import { NO_USAGE } from '#core/runs/token-usage.ts';

/** What is known of the tokens of one answer. */
export interface AnswerReading {
  readonly usage: TokenUsage;
  /** False while the provider has not given its final count: output tokens are then at least an estimate. */
  readonly isFinal: boolean;
}

/** Nothing has come yet. */
export const NO_READING: AnswerReading = { usage: NO_USAGE, isFinal: false };

const count = z.int().nonnegative().catch(0);

/** Anthropic's `usage` object as our four buckets; what is missing or null counts as zero. */
export const AnthropicUsage = z
  .object({
    input_tokens: count,
    output_tokens: count,
    cache_read_input_tokens: count,
    cache_creation_input_tokens: count,
  })
  .catch({ input_tokens: 0, output_tokens: 0, cache_read_input_tokens: 0, cache_creation_input_tokens: 0 })
  .transform(
    (usage): TokenUsage => ({
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadInputTokens: usage.cache_read_input_tokens,
      cacheCreationInputTokens: usage.cache_creation_input_tokens,
    }),
  );

const AnthropicMessage = z.object({ usage: AnthropicUsage });

/** The tokens of an answer that came in one piece. */
export const readMessage = (body: string): AnswerReading => {
  const { data: message } = AnthropicMessage.safeParse(readJson(body));
  return message ? { usage: message.usage, isFinal: true } : NO_READING;
};
