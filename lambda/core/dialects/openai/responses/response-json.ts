import { z } from 'zod';
import { answerId } from '#core/dialects/answer-id.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { StopReason } from '#core/runs/run-event.ts';
import { OutputItem } from './output-item.ts';
import type { ResponseBody } from './response-body.ts';
import { ResponseUsage } from './response-usage.ts';

/** A response: https://platform.openai.com/docs/api-reference/responses/object */
export const ResponseJson = z.looseObject({
  id: z.string(),
  object: z.literal('response'),
  created_at: z.int(),
  completed_at: z.int().nullable(),
  status: z.enum(['in_progress', 'completed', 'incomplete', 'failed']),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  incomplete_details: z.object({ reason: z.string() }).nullable(),
  model: z.string(),
  output: z.array(OutputItem),
  usage: ResponseUsage.nullable(),
});
export type ResponseJson = z.infer<typeof ResponseJson>;

/** What a response tells of its prompt. */
export type AnsweredPrompt = Pick<Prompt, 'id' | 'createdAtMs' | 'model' | 'metadata' | 'store'>;

/** A response that has begun: what its request asked for, in full. */
export const beginResponse = (prompt: AnsweredPrompt, body: ResponseBody): ResponseJson => ({
  id: answerId('resp_', prompt.id),
  object: 'response',
  created_at: Math.floor(prompt.createdAtMs / 1000),
  model: prompt.model,
  status: 'in_progress',
  completed_at: null,
  error: null,
  incomplete_details: null,
  output: [],
  usage: null,
  background: false,
  instructions: body.instructions ?? null,
  max_output_tokens: body.max_output_tokens ?? null,
  metadata: prompt.metadata,
  parallel_tool_calls: body.parallel_tool_calls ?? true,
  previous_response_id: null,
  reasoning: { effort: body.reasoning?.effort ?? null, summary: null },
  service_tier: 'default',
  store: prompt.store,
  temperature: body.temperature ?? 1,
  text: { format: body.text?.format ?? { type: 'text' } },
  tool_choice: body.tool_choice ?? 'auto',
  tools: body.tools ?? [],
  top_p: body.top_p ?? 1,
  truncation: 'disabled',
});

/** Why a response is incomplete; OpenAI knows the first two only. */
export const INCOMPLETE_REASONS: Partial<Record<StopReason, string>> = {
  max_tokens: 'max_output_tokens',
  refusal: 'content_filter',
  max_turns: 'max_turns',
  max_cost: 'max_cost',
};
