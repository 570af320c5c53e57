import { z } from 'zod';
import { answerId } from '#core/dialects/answer-id.ts';
import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { RunResult } from '#core/runs/run-event.ts';
import { toUsageJson, UsageJson } from '#core/usage/usage-json.ts';
import { createBlockReader } from './block-reader.ts';
import { joinBlocks } from './join-blocks.ts';
import { toStop } from './stop-reason.ts';

const Block = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() }),
  z.object({ type: z.literal('redacted_thinking'), data: z.string() }),
  z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.looseObject({}) }),
]);

/** An answer of the Messages API: https://docs.anthropic.com/en/api/messages */
export const MessageJson = z.object({
  id: z.string().meta({ description: 'Also the id of the prompt: `GET /v1/prompts/{id}` has the record.' }),
  type: z.literal('message'),
  role: z.literal('assistant'),
  model: z.string(),
  content: z.array(Block),
  stop_reason: z.string().nullable(),
  stop_sequence: z.string().nullable(),
  stop_details: z
    .object({ type: z.string(), category: z.null(), explanation: z.string().nullable() })
    .nullable()
    .meta({ description: '`max_cost` or `max_turns` if a limit of the run ended it; `refusal`.' }),
  container: z.null(),
  usage: UsageJson,
});
export type MessageJson = z.infer<typeof MessageJson>;

/** What a message tells of the prompt that it answers. */
export type AnsweredPrompt = Pick<Prompt, 'id' | 'model'>;

/** The message that answers a prompt, as it stands before anything was said. */
export const emptyMessage = ({ id, model }: AnsweredPrompt, usage: MessageJson['usage']): MessageJson => ({
  id: answerId('msg_', id),
  type: 'message',
  role: 'assistant',
  model,
  content: [],
  stop_reason: null,
  stop_sequence: null,
  stop_details: null,
  container: null,
  usage,
});

/** The message that a run came to, of all its turns. */
export const toMessageJson = (
  prompt: AnsweredPrompt,
  events: readonly PassingEvent[],
  result: RunResult,
): MessageJson => {
  const reader = createBlockReader();
  return {
    ...emptyMessage(prompt, toUsageJson(result.metrics.usage)),
    content: joinBlocks(events.flatMap((event) => reader.read(event))) as MessageJson['content'],
    ...toStop(result),
  };
};
