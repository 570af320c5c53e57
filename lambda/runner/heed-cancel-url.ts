import { setTimeout as sleep } from 'node:timers/promises';
import type { Runner } from '#core/runs/runner.ts';

/** A canceled run goes on for about so long. */
const INTERVAL_MS = 2_000;

const REQUEST_TIMEOUT_MS = 2_000;

const pauseOfInterval = (signal: AbortSignal): Promise<void> => sleep(INTERVAL_MS, undefined, { signal, ref: false });

/** S3 says 404 of what is not there, or 403 to those who may not list the bucket. What it cannot say now, it can later. */
const isThere = async (url: string): Promise<boolean> => {
  try {
    const { ok, body } = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
    await body?.cancel();
    return ok;
  } catch {
    return false;
  }
};

/**
 * The runner, made to end a run also once there is something at its `cancelUrl`: a function is not told that its caller
 * has gone.
 *
 * @param pause between two looks; rejects when its signal aborts.
 */
export const heedCancelUrl = (runner: Runner, pause = pauseOfInterval): Runner => {
  const watch = async (url: string, canceled: AbortController, { signal }: AbortController): Promise<void> => {
    do await pause(signal);
    while (!(await isThere(url)));
    canceled.abort();
  };

  return {
    async *run(request, tenantId, signal) {
      const canceled = new AbortController();
      const over = new AbortController();
      if (request.cancelUrl !== undefined) watch(request.cancelUrl, canceled, over).catch(() => {});
      try {
        yield* runner.run(request, tenantId, AbortSignal.any([signal, canceled.signal]));
      } finally {
        over.abort();
      }
    },
    version: () => runner.version(),
  };
};
