import type { RunResult, StopReason } from '#core/runs/run-event.ts';

/** Why an answer ended, where the reason alone does not say it. */
export interface StopDetails {
  readonly type: string;
  readonly category: null;
  readonly explanation: string | null;
}

/** How an answer ended, in Anthropic's words. */
export interface Stop {
  readonly stop_reason: string;
  readonly stop_sequence: string | null;
  readonly stop_details: StopDetails | null;
}

/** Limits of ours: for clients an answer that was cut short, which is what `max_tokens` means to all of them. */
const LIMITS: Partial<Record<StopReason, string>> = {
  max_turns: 'The run made as many calls of the model as it may.',
  max_cost: 'The run has cost as much as it may.',
};

const detailsOf = (reason: StopReason): StopDetails | null => {
  const explanation = LIMITS[reason] ?? null;
  const isDetailed = explanation !== null || reason === 'refusal';
  return isDetailed ? { type: reason, category: null, explanation } : null;
};

/** How the run ended, in Anthropic's words. */
export const toStop = ({ stopReason, stopSequence }: Pick<RunResult, 'stopReason' | 'stopSequence'>): Stop => ({
  stop_reason: LIMITS[stopReason] === undefined ? stopReason : 'max_tokens',
  stop_sequence: stopSequence ?? null,
  stop_details: detailsOf(stopReason),
});
