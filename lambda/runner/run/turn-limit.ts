import { StopReason } from '#core/runs/run-event.ts';
import type { RunOutcome } from './run-outcome.ts';

/** After these the CLI makes no further call of the model. */
const FINAL = new Set<string | undefined>(['end_turn', 'stop_sequence', 'pause_turn', undefined]);

/**
 * The outcome of a run whose model has answered `turns` times, if it would go on although it may not.
 *
 * The CLI takes a limit only as an argument, which a warm process already has.
 */
export const turnLimitOutcome = (
  turns: number,
  stopReason: string | undefined,
  maxTurns = Number.POSITIVE_INFINITY,
): RunOutcome | undefined => {
  if (turns < maxTurns || FINAL.has(stopReason)) return undefined;
  const reason = stopReason === 'tool_use' ? 'max_turns' : (StopReason.safeParse(stopReason).data ?? 'max_turns');
  return { stopReason: reason };
};
