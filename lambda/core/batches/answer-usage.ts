import { z } from 'zod';
import { ChatUsage } from '#core/dialects/openai/chat/chat-usage.ts';
import { ResponseUsage } from '#core/dialects/openai/responses/response-usage.ts';
import type { TokenUsage } from '#core/runs/token-usage.ts';
import { UsageJson } from '#core/usage/usage-json.ts';
import type { BatchEndpoint } from './batch.ts';

interface CachedTokens {
  readonly cached_tokens: number;
  readonly cache_write_tokens: number;
}

/** OpenAI counts cached tokens among those of the prompt. */
const fromOpenAi = (inputTokens: number, outputTokens: number, cached: CachedTokens): TokenUsage => ({
  inputTokens: inputTokens - cached.cached_tokens - cached.cache_write_tokens,
  outputTokens,
  cacheReadInputTokens: cached.cached_tokens,
  cacheCreationInputTokens: cached.cache_write_tokens,
});

const Usages = {
  '/v1/messages': z.object({ usage: UsageJson }).transform(
    ({ usage }): TokenUsage => ({
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadInputTokens: usage.cache_read_input_tokens,
      cacheCreationInputTokens: usage.cache_creation_input_tokens,
    }),
  ),
  '/v1/chat/completions': z
    .object({ usage: ChatUsage })
    .transform(({ usage }) => fromOpenAi(usage.prompt_tokens, usage.completion_tokens, usage.prompt_tokens_details)),
  '/v1/responses': z
    .object({ usage: ResponseUsage })
    .transform(({ usage }) => fromOpenAi(usage.input_tokens, usage.output_tokens, usage.input_tokens_details)),
} satisfies Record<BatchEndpoint, z.ZodType>;

/** What an answer of ours says that it has used. */
export const answerUsage = (body: object, endpoint: BatchEndpoint): TokenUsage => Usages[endpoint].parse(body);
