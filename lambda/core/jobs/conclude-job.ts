import type { Clock } from '#core/clock.ts';
import type { PublishEvent } from '#core/events/service-event.ts';
import { changeAttempt } from './change-attempt.ts';
import { changeJob } from './change-job.ts';
import type { Job } from './job.ts';
import { jobEndedEvent } from './job-ended-event.ts';
import type { JobStore } from './job-store.ts';
import { closeJob, endJob, hasEnded, type JobEnding } from './job-transitions.ts';
import { isLine } from './line-job.ts';
import type { Lines } from './lines.ts';

/** What the end of a job needs of the world. */
export interface ConcludePorts {
  readonly jobs: JobStore;
  readonly publishEvent: PublishEvent;
  readonly lines: Lines;
  readonly clock: Clock;
}

/**
 * Tells everybody who must know that a job has ended: its batch, or webhooks. Safe to repeat.
 *
 * @returns the job as it now stands: the first ending wins.
 */
export const concludeJob = async (job: Job, { jobs, publishEvent, lines }: ConcludePorts): Promise<Job> => {
  if (!hasEnded(job) || job.checkAtMs === undefined) return job;
  if (isLine(job)) await lines.countLine(job);
  else await publishEvent(jobEndedEvent(job), job.webhookUrl);
  const closed = await changeJob(job, closeJob, jobs);
  if (isLine(job)) await lines.forgetLine(job);
  return closed;
};

/** Ends a job, unless it has ended or is at another attempt, and tells everybody. @returns the job as it now stands. */
export const finishJob = async (job: Job, ending: JobEnding, ports: ConcludePorts): Promise<Job> => {
  const nowMs = ports.clock();
  return concludeJob(await changeAttempt(job, (latest) => endJob(latest, ending, nowMs), ports.jobs), ports);
};
