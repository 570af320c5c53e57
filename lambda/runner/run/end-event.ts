import type { RunEvent, RunMetrics, RunTimings } from '#core/runs/run-event.ts';
import { toRunFailure } from '#core/runs/to-run-failure.ts';
import type { RunOutcome } from './run-outcome.ts';

/** What a run has come to besides its outcome. */
export interface RunTotals {
  readonly text: string;
  readonly turns: number;
  readonly sessionId: string;
  readonly metrics: RunMetrics;
  readonly timings: RunTimings;
}

/** The one event that ends a run. */
export const endEvent = (outcome: RunOutcome, totals: RunTotals): RunEvent => {
  if ('stopReason' in outcome) return { kind: 'result', result: { ...totals, stopReason: outcome.stopReason } };
  return { kind: 'error', failure: toRunFailure(outcome.error, totals) };
};
