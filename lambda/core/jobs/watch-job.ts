import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';

/** What watching a job needs of the world. */
export interface WatchPorts {
  readonly jobs: JobStore;
  /** Resolves after so long, or when the signal aborts. */
  readonly sleep: (durationMs: number, signal?: AbortSignal) => Promise<void>;
  readonly report: (message: string, error: unknown) => void;
}

const INTERVAL_MS = 1_000;

/** Looks once a second whether a job that runs is to be stopped, until it is, or the signal aborts. */
export const watchJob = async (
  { tenantId, id }: Pick<Job, 'tenantId' | 'id'>,
  stop: () => void,
  until: AbortSignal,
  { jobs, sleep, report }: WatchPorts,
): Promise<void> => {
  while (!until.aborted) {
    await sleep(INTERVAL_MS, until);
    if (until.aborted) return;
    try {
      const job = await jobs.get(tenantId, id);
      if (job?.status === 'in_progress') continue;
      return stop();
    } catch (error) {
      report('a running job could not be looked at', error);
    }
  }
};
