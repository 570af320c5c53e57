import { z } from 'zod';
import { Conversation } from '#core/runs/conversation.ts';
import { StopReason, ToolCall } from '#core/runs/run-event.ts';
import { Profile } from '#core/runs/run-request.ts';
import { maybeInstant } from '#core/time/maybe-instant.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import { toUsageJson, UsageJson } from '#core/usage/usage-json.ts';
import { type Prompt, PromptError, PromptStatus } from './prompt.ts';

const instant = z.iso.datetime();

/** A prompt as the API shows it. */
export const PromptJson = z.object({
  id: z.string(),
  object: z.literal('prompt'),
  status: PromptStatus,
  profile: Profile,
  model: z.string(),
  prompt: z.string().optional().meta({ description: 'What was asked, if that was one text.' }),
  messages: Conversation.optional().meta({ description: 'What was said, if that was more.' }),
  system: z.string().optional(),
  response: z.string().nullable().meta({ description: 'The answer, or as much of it as came.' }),
  tool_calls: z.array(ToolCall).optional().meta({ description: 'What the caller was to run.' }),
  stop_reason: StopReason.nullable(),
  error: PromptError.nullable(),
  usage: UsageJson,
  model_usage: z.array(UsageJson.extend({ model: z.string(), calls: z.int(), cost_usd: z.number() })),
  cost_usd: z.number(),
  is_cost_estimated: z.boolean().meta({ description: 'A model call was cut before its final count.' }),
  turns: z.int().nullable(),
  session_id: z.string().nullable(),
  duration_ms: z.number().nullable(),
  time_to_first_token_ms: z.number().nullable(),
  overhead_ms: z.number().nullable().meta({ description: 'Time of the run not spent waiting for the model.' }),
  metadata: z.record(z.string(), z.string()),
  tags: z.array(z.string()),
  store: z.boolean(),
  request_id: z.string(),
  created_at: instant,
  finished_at: instant.nullable(),
  expires_at: instant,
});
export type PromptJson = z.infer<typeof PromptJson>;

/** A prompt in a list: without its texts. */
export const PromptSummaryJson = PromptJson.omit({
  prompt: true,
  messages: true,
  system: true,
  response: true,
  tool_calls: true,
});
export type PromptSummaryJson = z.infer<typeof PromptSummaryJson>;

/** The text of a conversation that is one text and nothing else. */
const onlyText = ([message, ...others]: Conversation): string | undefined => {
  const [block, ...more] = message?.content ?? [];
  return others.length + more.length === 0 && typeof block?.['text'] === 'string' ? block['text'] : undefined;
};

const askedJson = ({ messages }: Prompt): Pick<PromptJson, 'prompt' | 'messages'> => {
  if (!messages) return {};
  const prompt = onlyText(messages);
  return prompt === undefined ? { messages } : { prompt };
};

const rounded = (ms: number | undefined): number | null => (ms === undefined ? null : Math.round(ms));

/** The prompt as the API shows it; `response` is the answer when the record, by `store: false`, does not hold it. */
export const toPromptJson = (prompt: Prompt, response = prompt.response): PromptJson => ({
  id: prompt.id,
  object: 'prompt',
  status: prompt.status,
  profile: prompt.profile,
  model: prompt.model,
  ...askedJson(prompt),
  ...(prompt.system !== undefined && { system: prompt.system }),
  response: response ?? null,
  ...(prompt.toolCalls && { tool_calls: [...prompt.toolCalls] }),
  stop_reason: prompt.stopReason ?? null,
  error: prompt.error ?? null,
  usage: toUsageJson(prompt.metrics.usage),
  model_usage: prompt.metrics.modelUsage.map(({ model, calls, costMicroUsd, ...usage }) => ({
    model,
    calls,
    ...toUsageJson(usage),
    cost_usd: toUsd(costMicroUsd),
  })),
  cost_usd: toUsd(prompt.metrics.costMicroUsd),
  is_cost_estimated: prompt.metrics.isEstimated,
  turns: prompt.turns ?? null,
  session_id: prompt.sessionId ?? null,
  duration_ms: rounded(prompt.timings?.durationMs),
  time_to_first_token_ms: rounded(prompt.timings?.timeToFirstTokenMs),
  overhead_ms: rounded(prompt.timings?.overheadMs),
  metadata: prompt.metadata,
  tags: [...(prompt.tags ?? [])],
  store: prompt.store,
  request_id: prompt.requestId,
  created_at: toInstant(prompt.createdAtMs),
  finished_at: maybeInstant(prompt.finishedAtMs),
  expires_at: toInstant(prompt.expiresAtSeconds * 1000),
});

/** The prompt as a list or a stream shows it: all but its texts. */
export const toPromptSummaryJson = (prompt: Prompt): PromptSummaryJson => {
  const { prompt: _p, messages: _m, system: _s, response: _r, tool_calls: _t, ...summary } = toPromptJson(prompt);
  return summary;
};
