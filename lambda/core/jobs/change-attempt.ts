import { changeJob } from './change-job.ts';
import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';

/**
 * Changes a job as `changeJob` does, but only for as long as it is at the attempt that it was seen at: what becomes of
 * an attempt is nothing to the next, which somebody else may have started since.
 *
 * @returns the job as it now stands.
 */
export const changeAttempt = (job: Job, change: (job: Job) => Job, jobs: JobStore): Promise<Job> =>
  changeJob(job, (latest) => (latest.promptId === job.promptId ? change(latest) : latest), jobs);
