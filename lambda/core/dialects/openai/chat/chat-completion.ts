import { z } from 'zod';
import { answerId } from '#core/dialects/answer-id.ts';
import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import { type RunResult, StopReason } from '#core/runs/run-event.ts';
import { ChatUsage, toChatUsage } from './chat-usage.ts';
import { FINISH_REASONS } from './finish-reason.ts';

const ToolCallJson = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() }),
});

const Message = z.object({
  role: z.literal('assistant'),
  content: z.string().nullable(),
  refusal: z.null(),
  reasoning_content: z.string().optional().meta({ description: 'What the model thought, if it did.' }),
  tool_calls: z.array(ToolCallJson).optional(),
});

/** A whole answer: https://platform.openai.com/docs/api-reference/chat/object */
export const ChatCompletion = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.literal(0),
      message: Message,
      logprobs: z.null(),
      finish_reason: z.enum(['stop', 'length', 'tool_calls', 'content_filter']),
      stop_reason: StopReason.meta({ description: 'The same, exactly.' }),
    }),
  ),
  usage: ChatUsage,
  service_tier: z.literal('default'),
});

/** What an answer tells of its prompt. */
export type AnsweredPrompt = Pick<Prompt, 'id' | 'createdAtMs' | 'model'>;

/** What all parts of an answer begin with. */
export const completionHead = ({ id, createdAtMs, model }: AnsweredPrompt) => ({
  id: answerId('chatcmpl-', id),
  created: Math.floor(createdAtMs / 1000),
  model,
});

const thinkingIn = (events: readonly PassingEvent[]): string =>
  events.map((event) => (event.kind === 'thinking' ? event.text : '')).join('');

const toMessage = ({ text, toolCalls }: RunResult, thinking: string): z.infer<typeof Message> => ({
  role: 'assistant',
  content: text === '' && toolCalls ? null : text,
  refusal: null,
  ...(thinking !== '' && { reasoning_content: thinking }),
  ...(toolCalls && {
    tool_calls: toolCalls.map(({ id, name, input }) => ({
      id,
      type: 'function' as const,
      function: { name, arguments: JSON.stringify(input) },
    })),
  }),
});

/** The answer in one piece; only the events know what the model thought. */
export const toChatCompletion = (
  prompt: AnsweredPrompt,
  result: RunResult,
  events: readonly PassingEvent[],
): z.infer<typeof ChatCompletion> => ({
  ...completionHead(prompt),
  object: 'chat.completion',
  choices: [
    {
      index: 0,
      message: toMessage(result, thinkingIn(events)),
      logprobs: null,
      finish_reason: FINISH_REASONS[result.stopReason],
      stop_reason: result.stopReason,
    },
  ],
  usage: toChatUsage(result.metrics.usage),
  service_tier: 'default',
});
