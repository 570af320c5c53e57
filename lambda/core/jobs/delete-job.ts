import { ServiceError } from '#core/errors/service-error.ts';
import type { PromptStore } from '#core/prompts/prompt-store.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import type { Job } from './job.ts';
import type { JobEventStore } from './job-event-store.ts';
import type { JobStore } from './job-store.ts';
import { requestText } from './job-texts.ts';
import { hasEnded, promptIdsOf } from './job-transitions.ts';
import { isLine } from './line-job.ts';

/** What deleting a job needs of the world. */
export interface DeleteJobPorts {
  readonly jobs: JobStore;
  readonly jobEvents: JobEventStore;
  readonly texts: TextStore;
  readonly prompts: PromptStore;
}

/**
 * Deletes a job that has ended, with its request, its events and the prompts of its attempts.
 *
 * @throws ServiceError `conflict` while it has not ended, or is a line of a batch, which is deleted whole.
 */
export const deleteJob = async (job: Job, { jobs, jobEvents, texts, prompts }: DeleteJobPorts): Promise<void> => {
  if (isLine(job)) {
    throw new ServiceError('conflict', `The job ${job.id} is a line of ${job.batchLine.batchId}. Delete that batch.`);
  }
  if (job.checkAtMs !== undefined) {
    const advice = hasEnded(job) ? 'Delete it in a moment.' : 'Cancel it, and delete it once it has ended.';
    throw new ServiceError('conflict', `The job ${job.id} is ${job.status}. ${advice}`);
  }
  for (const promptId of promptIdsOf(job)) await prompts.delete(job.tenantId, promptId);
  await jobEvents.deleteAll(job);
  await texts.delete(requestText(job));
  await jobs.delete(job);
};
