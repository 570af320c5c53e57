import { z } from 'zod';
import { COMMON_MEMBERS } from '#core/dialects/openai/common-members.ts';
import { Effort } from '#core/dialects/openai/effort.ts';
import { StopSequences } from '#core/dialects/openai/stop-sequences.ts';
import { refused } from '#core/dialects/refused.ts';
import { ChatMessage } from './chat-message.ts';
import { ChatTool, ChatToolChoice } from './chat-tool.ts';
import { ResponseFormat } from './response-format.ts';

const maxTokens = z.int().positive().nullish();

/**
 * The body of `POST /v1/chat/completions`: what is honoured, and what is refused because nothing else would be honest.
 *
 * What is not here is ignored, and named in the header `headless-claude-ignored`.
 */
export const ChatBody = z.looseObject({
  ...COMMON_MEMBERS,
  messages: z.array(ChatMessage).min(1),
  max_completion_tokens: maxTokens,
  max_tokens: maxTokens.meta({ description: 'Without `max_completion_tokens`.' }),
  stop: StopSequences,
  reasoning_effort: Effort.nullish(),
  response_format: ResponseFormat.nullish(),
  tools: z.array(ChatTool).nullish(),
  tool_choice: ChatToolChoice.nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  n: z.literal(1, 'there is one answer; ask again for another').nullish(),
  modalities: z.array(z.literal('text', 'Claude answers with text')).nullish(),
  audio: refused('Claude does not speak'),
  logprobs: z.literal(false, 'Claude does not tell probabilities').nullish(),
  top_logprobs: z.literal(0, 'Claude does not tell probabilities').nullish(),
  frequency_penalty: z.literal(0, 'Claude takes no penalties').nullish(),
  presence_penalty: z.literal(0, 'Claude takes no penalties').nullish(),
  logit_bias: z.strictObject({}, 'Claude does not take a bias of tokens').nullish(),
  functions: refused('use tools'),
  function_call: refused('use tool_choice'),
  web_search_options: refused('use the profile agent, which can fetch pages, or a tool of your own'),
  moderation: refused('there is no moderation here'),
});
export type ChatBody = z.infer<typeof ChatBody>;
