import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent, RunMetrics } from './run-event.ts';
import { NO_METRICS } from './run-event.ts';
import { toRunFailure } from './to-run-failure.ts';

const failure = (cause: unknown, metrics: RunMetrics, durationMs: number): RunEvent => {
  const error =
    cause instanceof ServiceError
      ? cause
      : new ServiceError('cli_failed', 'The runner failed. The prompt was not answered.', { source: 'cli', cause });
  return { kind: 'error', failure: toRunFailure(error, { metrics, timings: { durationMs, overheadMs: 0 } }) };
};

/**
 * Starts a run and yields its events, made to end in exactly one `result` or `error`, whatever the runner does.
 *
 * The runner is not trusted: it may throw, stop short, go on after its end, or hang until `limit` aborts. What it had
 * used until then is kept.
 */
export const guardRun = async function* (
  start: () => AsyncIterable<RunEvent>,
  limit: AbortSignal,
  clock: Clock,
): AsyncGenerator<RunEvent, void, void> {
  const startedAtMs = clock();
  let giveUp: (reason: unknown) => void = () => {};
  limit.addEventListener('abort', () => giveUp(limit.reason), { once: true });
  let iterator: AsyncIterator<RunEvent> | undefined;
  let metrics = NO_METRICS;
  let hasEnded = false;
  try {
    const events = start()[Symbol.asyncIterator]();
    iterator = events;
    while (!hasEnded) {
      // Not Promise.race with one promise of the abortion: that would hold on to every event until the end of the run.
      const next = await new Promise<IteratorResult<RunEvent>>((resolve, reject) => {
        giveUp = reject;
        if (limit.aborted) reject(limit.reason);
        events.next().then(resolve, reject);
      });
      if (next.done) throw new ServiceError('cli_failed', 'The run ended without a result.', { source: 'cli' });
      const event = next.value;
      if (event.kind === 'usage') metrics = event.metrics;
      hasEnded = event.kind === 'result' || event.kind === 'error';
      yield event;
    }
  } catch (error) {
    yield failure(error, metrics, clock() - startedAtMs);
  } finally {
    // Not awaited: a runner that hangs would hang us too.
    void iterator?.return?.().catch(() => {});
  }
};
