import { addAbortListener } from 'node:events';
import { ServiceError } from '#core/errors/service-error.ts';
import { abortError } from '#core/runs/abort-error.ts';
import type { RunOutcome } from './run-outcome.ts';

const timedOut = (timeoutMs: number): ServiceError =>
  new ServiceError('run_timed_out', `The run took longer than its limit of ${timeoutMs / 1000} s.`);

/** Ends a run when its time is up or its signal aborts, until the returned function is called. */
export const watchRun = (
  timeoutMs: number,
  signal: AbortSignal,
  endWith: (outcome: RunOutcome) => void,
): (() => void) => {
  const timer = setTimeout(() => endWith({ error: timedOut(timeoutMs) }), timeoutMs);
  const listener = addAbortListener(signal, () => endWith({ error: abortError(signal) }));
  return () => {
    clearTimeout(timer);
    listener[Symbol.dispose]();
  };
};
