import assert from 'node:assert/strict';
import type { RunResult } from '#core/runs/run-event.ts';
import { resultEvent } from '#test/fakes/run-events.ts';

/** How a run ended that ended well, with these changes. */
export const resultOf = (changes: Partial<RunResult> = {}): RunResult => {
  const event = resultEvent(changes);
  assert.ok(event.kind === 'result');
  return event.result;
};
