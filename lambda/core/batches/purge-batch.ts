import type { Job } from '#core/jobs/job.ts';
import { answerText } from '#core/jobs/job-texts.ts';
import { promptIdsOf } from '#core/jobs/job-transitions.ts';
import { mapInOrder } from '#core/map-in-order.ts';
import type { Batch } from './batch.ts';
import { resultsKey } from './batch-objects.ts';
import { type BatchPorts, CALLS_AT_ONCE } from './batch-ports.ts';

const purgeLine = async (job: Job, { jobs, prompts, texts }: BatchPorts): Promise<void> => {
  for (const promptId of promptIdsOf(job)) await prompts.delete(job.tenantId, promptId);
  await texts.delete(answerText(job));
  await jobs.delete(job);
};

/** Deletes what there is of a batch: its lines, their prompts and answers, its results, and at last its record. */
export const purgeBatch = async (batch: Batch, ports: BatchPorts): Promise<void> => {
  const { tenantId, id } = batch;
  const lines = ports.jobs.listLines(tenantId, id);
  for await (const _ of mapInOrder(lines, CALLS_AT_ONCE, (job) => purgeLine(job, ports)));
  await ports.objects.delete(resultsKey(id));
  await ports.batches.delete(batch);
};
