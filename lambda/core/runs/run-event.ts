import { z } from 'zod';
import type { ErrorCode } from '#core/errors/error-codes.ts';
import { ERROR_CODES } from '#core/errors/error-codes.ts';
import { NO_USAGE, TokenUsage } from './token-usage.ts';

const durationMs = z.number().nonnegative();

/** What the run has used of one model. */
export const ModelUsage = TokenUsage.extend({ model: z.string(), calls: z.int(), costMicroUsd: z.int().nonnegative() });
export type ModelUsage = z.infer<typeof ModelUsage>;

/** What a run has used so far, as counted by the gate: totals, never increments. */
export const RunMetrics = z.object({
  usage: TokenUsage,
  modelUsage: z.array(ModelUsage),
  costMicroUsd: z.int().nonnegative(),
  /** True when a call was cut before the provider gave its final count: its output tokens are then estimated. */
  isEstimated: z.boolean(),
});
export type RunMetrics = z.infer<typeof RunMetrics>;

/** How long the parts of a run took. */
export const RunTimings = z.object({
  durationMs,
  /** Until the first text or thinking reached us; absent if none came. */
  timeToFirstTokenMs: durationMs.optional(),
  /** Time not spent waiting for the model. */
  overheadMs: durationMs,
});
export type RunTimings = z.infer<typeof RunTimings>;

/** Why an answer ended. `max_turns` and `max_cost` are limits of the request: the answer so far is kept. */
export const StopReason = z.enum([
  'end_turn',
  'max_tokens',
  'stop_sequence',
  'tool_use',
  'refusal',
  'max_turns',
  'max_cost',
]);
export type StopReason = z.infer<typeof StopReason>;

/** The model wants the caller to run one of the caller's tools. */
export const ToolCall = z.object({ id: z.string(), name: z.string(), input: z.looseObject({}) });
export type ToolCall = z.infer<typeof ToolCall>;

/** How a run ended well: the whole text is the concatenation of its `text` events. */
export const RunResult = z.object({
  text: z.string(),
  stopReason: StopReason,
  /** Which of the request's sequences ended the answer. */
  stopSequence: z.string().optional(),
  /** What the caller is to run; there are some exactly if the reason is `tool_use`. */
  toolCalls: z.array(ToolCall).optional(),
  turns: z.int().nonnegative(),
  sessionId: z.string(),
  metrics: RunMetrics,
  timings: RunTimings,
});
export type RunResult = z.infer<typeof RunResult>;

/** How a run failed, with what it used until then. */
export const RunFailure = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: z.string(),
  source: z.enum(['gateway', 'cli', 'upstream']),
  retryAfterSeconds: z.number().optional(),
  metrics: RunMetrics,
  timings: RunTimings,
});
export type RunFailure = z.infer<typeof RunFailure>;

/**
 * What happens in a run, in order. Exactly one `result` or `error` ends the stream.
 *
 * Parsed by the trusted side, because the runner is not trusted.
 */
export const RunEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), sessionId: z.string(), model: z.string() }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('thinking'), text: z.string() }),
  /** Ends a piece of thinking, which the provider takes back only with it. */
  z.object({ kind: z.literal('thinking_signature'), signature: z.string() }),
  /** Thinking that only the provider can read. */
  z.object({ kind: z.literal('redacted_thinking'), data: z.string() }),
  /** The model begins to call a tool of the caller. */
  z.object({ kind: z.literal('tool_call'), id: z.string(), name: z.string() }),
  /** The next piece of that call's input, which is JSON in the end. */
  z.object({ kind: z.literal('tool_call_input'), id: z.string(), json: z.string() }),
  /** A tool of ours: the caller has nothing to do. */
  z.object({ kind: z.literal('tool_started'), id: z.string(), name: z.string(), input: z.unknown() }),
  z.object({ kind: z.literal('tool_completed'), id: z.string(), isError: z.boolean(), output: z.string() }),
  z.object({ kind: z.literal('retry'), attempt: z.int(), delayMs: z.number(), status: z.int().nullable() }),
  /** Comes first when a model begins to answer, with what it has read; its output is counted when it has ended. */
  z.object({ kind: z.literal('usage'), metrics: RunMetrics }),
  z.object({ kind: z.literal('result'), result: RunResult }),
  z.object({ kind: z.literal('error'), failure: RunFailure }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

/** Nothing used yet. */
export const NO_METRICS: RunMetrics = { usage: NO_USAGE, modelUsage: [], costMicroUsd: 0, isEstimated: false };
