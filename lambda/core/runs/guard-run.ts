import { ServiceError } from '#core/errors/service-error.ts';
import type { RunEvent, RunMetrics } from './run-event.ts';
import { NO_METRICS } from './run-event.ts';

const TIMINGS = { durationMs: 0, overheadMs: 0 };

const failure = (cause: unknown, metrics: RunMetrics): RunEvent => {
  const error =
    cause instanceof ServiceError
      ? cause
      : new ServiceError('cli_failed', 'The runner failed. The prompt was not answered.', { source: 'cli', cause });
  const { code, message, source, retryAfterSeconds } = error;
  return {
    kind: 'error',
    failure: { code, message, source, metrics, timings: TIMINGS, ...(retryAfterSeconds && { retryAfterSeconds }) },
  };
};

const abortion = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

/**
 * The run's events, made to end in exactly one `result` or `error`, whatever the runner does.
 *
 * The runner is not trusted: it may throw, stop short, go on after its end, or hang until `limit` aborts. What it had
 * used until then is kept.
 */
export const guardRun = async function* (
  events: AsyncIterable<RunEvent>,
  limit: AbortSignal,
): AsyncGenerator<RunEvent, void, void> {
  const iterator = events[Symbol.asyncIterator]();
  const aborted = abortion(limit);
  // Racing below handles the rejection; without a race under way it must not count as unhandled.
  aborted.catch(() => {});
  let metrics = NO_METRICS;
  let hasEnded = false;
  try {
    while (!hasEnded) {
      const next = await Promise.race([iterator.next(), aborted]);
      if (next.done) throw new ServiceError('cli_failed', 'The run ended without a result.', { source: 'cli' });
      const event = next.value;
      if (event.kind === 'usage') metrics = event.metrics;
      hasEnded = event.kind === 'result' || event.kind === 'error';
      yield event;
    }
  } catch (error) {
    hasEnded = true;
    yield failure(error, metrics);
  } finally {
    // Not awaited: a runner that hangs would hang us too.
    void iterator.return?.().catch(() => {});
  }
};
