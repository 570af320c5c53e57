import { z } from 'zod';
import { contentParts } from '#core/dialects/openai/content-parts.ts';
import { ToolArguments } from '#core/dialects/openai/tool-arguments.ts';
import { refused } from '#core/dialects/refused.ts';
import { AssistantPart, TextPart, UserPart } from './content-part.ts';

const texts = contentParts(TextPart, 'text');

const ToolCall = z.looseObject({
  type: z.literal('function', 'only calls of functions can be passed on to Claude'),
  id: z.string(),
  function: z.looseObject({ name: z.string(), arguments: ToolArguments }),
});

const SystemMessage = z.looseObject({ role: z.enum(['system', 'developer']), content: texts });
const UserMessage = z.looseObject({ role: z.literal('user'), content: contentParts(UserPart, 'text') });
const ToolMessage = z.looseObject({ role: z.literal('tool'), content: texts, tool_call_id: z.string() });
const AssistantMessage = z.looseObject({
  role: z.literal('assistant'),
  content: contentParts(AssistantPart, 'text').nullish(),
  refusal: z.string().nullish(),
  tool_calls: z.array(ToolCall).nullish(),
  audio: refused('Claude does not speak'),
  function_call: refused('use tool_calls'),
});

/** A message of a chat: https://platform.openai.com/docs/api-reference/chat/create */
export const ChatMessage = z.discriminatedUnion(
  'role',
  [SystemMessage, UserMessage, AssistantMessage, ToolMessage],
  'must be system, developer, user, assistant or tool',
);
export type ChatMessage = z.infer<typeof ChatMessage>;
