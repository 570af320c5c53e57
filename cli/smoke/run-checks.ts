import { CommandError } from '#cli/command-error.ts';
import { type Check, CheckFailed, CheckSkipped } from './check.ts';
import type { Deployed } from './deployed.ts';

/** What became of a check. */
export interface CheckResult {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** What was seen, or why it failed or was skipped. */
  readonly detail: string;
  readonly tookMs: number;
}

/** Runs checks one after the other, and tells of each; one that fails stops none. */
export const runChecks = async function* (
  checks: readonly Check[],
  deployed: Deployed,
): AsyncGenerator<CheckResult, void, void> {
  for (const { name, run } of checks) {
    const startMs = deployed.clock();
    const outcome = await outcomeOf(() => run(deployed));
    yield { name, ...outcome, tookMs: Math.round(deployed.clock() - startMs) };
  }
};

const outcomeOf = async (run: () => Promise<string | undefined>): Promise<Pick<CheckResult, 'outcome' | 'detail'>> => {
  try {
    return { outcome: 'passed', detail: (await run()) ?? '' };
  } catch (error) {
    if (error instanceof CheckSkipped) return { outcome: 'skipped', detail: error.message };
    if (error instanceof CheckFailed || error instanceof CommandError)
      return { outcome: 'failed', detail: error.message };
    // Such as an answer that breaks off, or is so wrong that the check could not read it.
    return { outcome: 'failed', detail: String(error) };
  }
};
