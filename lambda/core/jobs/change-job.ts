import { replaceLatest } from '#core/replace-latest.ts';
import { findJob } from './find-job.ts';
import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';

/**
 * Changes a job, whoever else changes it at the same time.
 *
 * @param job as last seen.
 * @param change makes of the job what it is to be; the same object if nothing is to change.
 * @returns the job as it now stands.
 * @throws ServiceError `not_found`, `unavailable` if others change it all the time.
 */
export const changeJob = (job: Job, change: (job: Job) => Job, jobs: JobStore): Promise<Job> =>
  replaceLatest({
    name: `The job ${job.id}`,
    known: job,
    read: () => findJob(job.tenantId, job.id, jobs),
    replace: jobs.replace,
    change,
  });
