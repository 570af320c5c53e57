import { changeJob } from './change-job.ts';
import { type ConcludePorts, concludeJob } from './conclude-job.ts';
import type { Job } from './job.ts';
import { cancelJobOf } from './job-transitions.ts';

/**
 * Cancels a job: one that waits never starts, one that runs is stopped within seconds. Safe to repeat; one that has
 * ended stays as it is.
 *
 * @returns the job as it now stands: `canceling` until whoever runs it has stopped it.
 */
export const cancelJob = async (job: Job, ports: ConcludePorts): Promise<Job> => {
  const nowMs = ports.clock();
  return concludeJob(await changeJob(job, (latest) => cancelJobOf(latest, nowMs), ports.jobs), ports);
};
