import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent, RunMetrics } from './run-event.ts';
import { NO_METRICS } from './run-event.ts';

const failure = (cause: unknown, metrics: RunMetrics, durationMs: number): RunEvent => {
  const error =
    cause instanceof ServiceError
      ? cause
      : new ServiceError('cli_failed', 'The runner failed. The prompt was not answered.', { source: 'cli', cause });
  const { code, message, source, retryAfterSeconds } = error;
  const timings = { durationMs, overheadMs: 0 };
  return {
    kind: 'error',
    failure: { code, message, source, metrics, timings, ...(retryAfterSeconds && { retryAfterSeconds }) },
  };
};

const abortion = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

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
  const aborted = abortion(limit);
  // Racing below handles the rejection; without a race under way it must not count as unhandled.
  aborted.catch(() => {});
  let iterator: AsyncIterator<RunEvent> | undefined;
  let metrics = NO_METRICS;
  let hasEnded = false;
  try {
    iterator = start()[Symbol.asyncIterator]();
    while (!hasEnded) {
      const next = await Promise.race([iterator.next(), aborted]);
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
