import type { Sleep } from '#core/sleep.ts';
import { usageIncrement } from '#core/usage/usage-increment.ts';
import type { Prompt } from './prompt.ts';
import { closePrompt, type SettlementPorts } from './settle-prompt.ts';

/** What settling at the end of a run needs of the world. */
export interface TryToSettlePorts extends SettlementPorts {
  readonly sleep: Sleep;
  /** Told of what went wrong after the caller could be told. */
  readonly report: (message: string, error: unknown) => void;
}

/** What came of it. */
export interface Settlement {
  /** As stored, or, if that failed, as it was to be stored. */
  readonly prompt: Prompt;
  /** False: a sweep is to settle it, and knows no more than what was stored. */
  readonly isSettled: boolean;
}

/** Someone waits for the answer: no longer than a store takes to come back that has stumbled. */
const PAUSES_MS = [250, 1_000, 4_000];

const closeAtLast = async (ended: Prompt, ports: TryToSettlePorts): Promise<Prompt> => {
  for (const pauseMs of PAUSES_MS) {
    try {
      return await closePrompt(ended, ports);
    } catch {
      await ports.sleep(pauseMs);
    }
  }
  return closePrompt(ended, ports);
};

/**
 * Settles a prompt, again if that fails: what a sweep settles later may have lost its answer.
 *
 * Never rejects: a store that fails must not cost the caller the answer.
 */
export const tryToSettle = async (ended: Prompt, ports: TryToSettlePorts): Promise<Settlement> => {
  const { usage, report } = ports;
  try {
    const prompt = await closeAtLast(ended, ports);
    // Not tried again with the rest: a prompt that was forgotten would be counted for a second time.
    await usage
      .forget(usageIncrement(prompt))
      .catch((error: unknown) => report('a prompt was counted, but its id stays with the counters', error));
    return { prompt, isSettled: true };
  } catch (error) {
    report('a prompt could not be settled', error);
    return { prompt: ended, isSettled: false };
  }
};
