import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { RunEvent, RunFailure, RunMetrics, RunResult } from '#core/runs/run-event.ts';

/** What a run of one call used. */
export const SOME_METRICS: RunMetrics = {
  usage: { inputTokens: 10, outputTokens: 20, cacheReadInputTokens: 30, cacheCreationInputTokens: 40 },
  modelUsage: [
    {
      model: 'claude-haiku-4-5',
      calls: 1,
      inputTokens: 10,
      outputTokens: 20,
      cacheReadInputTokens: 30,
      cacheCreationInputTokens: 40,
      costMicroUsd: 163,
    },
  ],
  costMicroUsd: 163,
  isEstimated: false,
};

export const STARTED: RunEvent = { kind: 'started', sessionId: 'session-1', model: 'claude-haiku-4-5' };

export const textEvent = (text: string): RunEvent => ({ kind: 'text', text });

export const resultEvent = (result: Partial<RunResult> = {}): RunEvent => ({
  kind: 'result',
  result: {
    text: 'Hello, world',
    stopReason: 'end_turn',
    turns: 1,
    sessionId: 'session-1',
    metrics: SOME_METRICS,
    timings: { durationMs: 1234.5, timeToFirstTokenMs: 99.6, overheadMs: 34.4 },
    ...result,
  },
});

export const errorEvent = (failure: Partial<RunFailure> = {}): RunEvent => ({
  kind: 'error',
  failure: {
    code: 'upstream_overloaded',
    message: 'The model provider is overloaded. Retry later.',
    source: 'upstream',
    metrics: SOME_METRICS,
    timings: { durationMs: 500, overheadMs: 20 },
    ...failure,
  },
});

/** A run that answers `Hello, world` in two pieces. */
export const HELLO: readonly RunEvent[] = [STARTED, textEvent('Hello, '), textEvent('world'), resultEvent()];

/** Two calls of the caller's tools: one with its input in two pieces, one without any. */
export const TWO_TOOL_CALLS: readonly PassingEvent[] = [
  { kind: 'tool_call', id: 'toolu_1', name: 'get_weather' },
  { kind: 'tool_call_input', id: 'toolu_1', json: '{"city":' },
  { kind: 'tool_call_input', id: 'toolu_1', json: '"Bern"}' },
  { kind: 'tool_call', id: 'toolu_2', name: 'get_time' },
];
