import type { Sleep } from '#core/sleep.ts';
import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';

/** What watching a job needs of the world. */
export interface WatchPorts {
  readonly jobs: JobStore;
  readonly sleep: Sleep;
  readonly report: (message: string, error: unknown) => void;
}

const INTERVAL_MS = 1_000;

/**
 * Looks once a second whether the attempt of a job that runs is to be stopped, until it is, or the signal aborts.
 *
 * @param job as it was started.
 */
export const watchJob = async (
  { tenantId, id, promptId }: Job,
  stop: () => void,
  until: AbortSignal,
  { jobs, sleep, report }: WatchPorts,
): Promise<void> => {
  while (!until.aborted) {
    await sleep(INTERVAL_MS, until);
    if (until.aborted) return;
    try {
      const job = await jobs.get(tenantId, id);
      if (job?.status === 'in_progress' && job.promptId === promptId) continue;
      return stop();
    } catch (error) {
      report('a running job could not be looked at', error);
    }
  }
};
