import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';
import { hasEnded } from './job-transitions.ts';

/** What waiting for a job needs of the world. */
export interface AwaitJobPorts {
  readonly jobs: JobStore;
  readonly clock: () => number;
  readonly sleep: (durationMs: number, signal?: AbortSignal) => Promise<void>;
}

/** How much later than its end a job is seen to have ended, at most. */
const INTERVAL_MS = 200;

/** Waits until the job has ended, but not longer than that. @returns the job as it then stands. */
export const awaitJob = async (job: Job, waitMs: number, { jobs, clock, sleep }: AwaitJobPorts): Promise<Job> => {
  const untilMs = clock() + waitMs;
  let latest = job;
  while (!hasEnded(latest) && clock() < untilMs) {
    await sleep(Math.min(INTERVAL_MS, untilMs - clock()));
    latest = (await jobs.get(job.tenantId, job.id)) ?? latest;
  }
  return latest;
};
