import { cancelJob } from '#core/jobs/cancel-job.ts';
import { changeJob } from '#core/jobs/change-job.ts';
import { type ConcludePorts, concludeJob } from '#core/jobs/conclude-job.ts';
import type { Job } from '#core/jobs/job.ts';
import { endJob, hasEnded } from '#core/jobs/job-transitions.ts';
import type { LineJob } from '#core/jobs/line-job.ts';
import type { Batch } from './batch.ts';

const expireJob = async (job: Job, ports: ConcludePorts): Promise<void> => {
  const nowMs = ports.clock();
  const expire = (latest: Job): Job =>
    latest.status === 'queued' ? endJob(latest, { status: 'expired' }, nowMs) : latest;
  await concludeJob(await changeJob(job, expire, ports.jobs), ports);
};

/**
 * Sees to it that a line does not start any more. One that was not made yet is made first, as its end needs a record. One
 * that runs is told to stop if it is canceled; if its time is over it may go on to its end, as it started in time.
 *
 * Safe to repeat.
 */
export const stopLine = async (
  line: LineJob,
  stop: NonNullable<Batch['stop']>,
  ports: ConcludePorts,
): Promise<void> => {
  const isNew = await ports.jobs.create(line);
  const job = isNew ? line : await ports.jobs.get(line.tenantId, line.id);
  if (!job || hasEnded(job)) return;
  if (stop === 'canceled') await cancelJob(job, ports);
  else await expireJob(job, ports);
};
