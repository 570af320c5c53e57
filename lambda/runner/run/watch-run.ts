import { addAbortListener } from 'node:events';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunOutcome } from './run-outcome.ts';

const timedOut = (timeoutMs: number): ServiceError =>
  new ServiceError('run_timed_out', `The run took longer than its limit of ${timeoutMs / 1000} s.`);

const toAbortError = (reason: unknown): ServiceError =>
  reason instanceof ServiceError ? reason : new ServiceError('canceled', 'The run was canceled.');

/** Ends a run when its time is up or its signal aborts, until the returned function is called. */
export const watchRun = (
  timeoutMs: number,
  signal: AbortSignal,
  endWith: (outcome: RunOutcome) => void,
): (() => void) => {
  const timer = setTimeout(() => endWith({ error: timedOut(timeoutMs) }), timeoutMs);
  const listener = addAbortListener(signal, () => endWith({ error: toAbortError(signal.reason) }));
  return () => {
    clearTimeout(timer);
    listener[Symbol.dispose]();
  };
};
