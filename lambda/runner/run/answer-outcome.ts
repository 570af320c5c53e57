import type { RunRequest } from '#core/runs/run-request.ts';
import type { CliTranslator } from '#runner/claude/cli-translator.ts';
import type { RunOutcome } from './run-outcome.ts';
import { turnLimitOutcome } from './turn-limit.ts';

type Answer = Pick<CliTranslator, 'stopReason' | 'toolCalls' | 'turns'>;

/**
 * The outcome of a run that the model's latest answer ends, although the CLI would go on: it would run the caller's
 * tools, ask for the rest of an answer that has its full length, and ask again after a refusal.
 */
export const answerOutcome = (
  { stopReason, toolCalls, turns }: Answer,
  { profile, parameters, maxTurns }: Pick<RunRequest, 'profile' | 'parameters' | 'maxTurns'>,
): RunOutcome | undefined => {
  if (stopReason === 'tool_use' && toolCalls.length > 0) return { stopReason };
  if (stopReason === 'max_tokens' && parameters?.max_tokens !== undefined) return { stopReason };
  if (stopReason === 'refusal' && profile === 'chat') return { stopReason };
  return turnLimitOutcome(turns, stopReason, maxTurns);
};
