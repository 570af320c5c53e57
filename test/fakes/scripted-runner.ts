import { setImmediate } from 'node:timers/promises';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent } from '#core/runs/run-event.ts';
import { NO_METRICS } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';
import type { Runner } from '#core/runs/runner.ts';

/** A runner that remembers what it was asked. */
export interface ScriptedRunner extends Runner {
  readonly requests: readonly RunRequest[];
}

type Script = readonly RunEvent[] | ((request: RunRequest) => readonly RunEvent[]);

const NO_TIMINGS = { durationMs: 0, overheadMs: 0 };

const abortedEvent = (reason: unknown): RunEvent => {
  const error = reason instanceof ServiceError ? reason : new ServiceError('canceled', 'The run was canceled.');
  const { code, message, source } = error;
  return { kind: 'error', failure: { code, message, source, metrics: NO_METRICS, timings: NO_TIMINGS } };
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/**
 * Stands in for Claude Code: yields the given events.
 *
 * A script without a `result` or `error` at its end hangs there until the signal is aborted.
 */
export const createScriptedRunner = (script: Script): ScriptedRunner => {
  const requests: RunRequest[] = [];
  return {
    requests,
    async *run(request, _tenantId, signal) {
      requests.push(request);
      for (const event of typeof script === 'function' ? script(request) : script) {
        await setImmediate();
        if (signal.aborted) break;
        yield event;
        if (event.kind === 'result' || event.kind === 'error') return;
      }
      await aborted(signal);
      yield abortedEvent(signal.reason);
    },
    version: async () => '0.0.0 (scripted)',
  };
};
