import type { RunEvent, RunMetrics, RunTimings, ToolCall } from '#core/runs/run-event.ts';
import { toRunFailure } from '#core/runs/to-run-failure.ts';
import type { RunOutcome } from './run-outcome.ts';

/** What a run has come to besides its outcome. */
export interface RunTotals {
  readonly text: string;
  readonly turns: number;
  readonly stopSequence: string | undefined;
  readonly toolCalls: readonly ToolCall[];
  readonly sessionId: string;
  readonly metrics: RunMetrics;
  readonly timings: RunTimings;
}

/** The one event that ends a run. */
export const endEvent = (outcome: RunOutcome, totals: RunTotals): RunEvent => {
  if ('error' in outcome) return { kind: 'error', failure: toRunFailure(outcome.error, totals) };
  const { stopReason } = outcome;
  const { stopSequence, toolCalls, ...others } = totals;
  return {
    kind: 'result',
    result: {
      ...others,
      stopReason,
      ...(stopReason === 'stop_sequence' && stopSequence !== undefined && { stopSequence }),
      ...(stopReason === 'tool_use' && toolCalls.length > 0 && { toolCalls: [...toolCalls] }),
    },
  };
};
