import { z } from 'zod';
import { COMMON_MEMBERS } from '#core/dialects/openai/common-members.ts';
import { Effort } from '#core/dialects/openai/effort.ts';
import { refused } from '#core/dialects/refused.ts';
import { Input } from './input-item.ts';
import { ResponseTool, ResponseToolChoice } from './response-tool.ts';
import { TextFormat } from './text-format.ts';

const NO_SESSIONS = 'nothing is remembered between requests; send the whole conversation as input';

/**
 * The body of `POST /v1/responses`: what is honoured, and what is refused because nothing else would be honest.
 *
 * What is not here is ignored, and named in the header `headless-claude-ignored`.
 */
export const ResponseBody = z.looseObject({
  ...COMMON_MEMBERS,
  input: Input,
  instructions: z.string().nullish(),
  max_output_tokens: z.int().positive().nullish(),
  text: z.looseObject({ format: TextFormat.nullish() }).nullish(),
  reasoning: z.looseObject({ effort: Effort.nullish() }).nullish(),
  tools: z.array(ResponseTool).nullish(),
  tool_choice: ResponseToolChoice.nullish(),
  previous_response_id: refused(NO_SESSIONS),
  conversation: refused(NO_SESSIONS),
  prompt: refused('there are no stored prompts; send instructions and input'),
  background: z.literal(false, 'there are no background responses; use stream for long ones').nullish(),
  top_logprobs: z.literal(0, 'Claude does not tell probabilities').nullish(),
  moderation: refused('there is no moderation here'),
});
export type ResponseBody = z.infer<typeof ResponseBody>;
