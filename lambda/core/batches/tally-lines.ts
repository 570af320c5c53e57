import type { JobStore } from '#core/jobs/job-store.ts';
import { type Batch, type LineCounts, NO_LINES_COUNTED } from './batch.ts';
import { countedAs } from './counted-as.ts';

/** What has become of the lines of a batch, by their own records; undefined as long as one has not ended. */
export const tallyLines = async (
  { tenantId, id }: Pick<Batch, 'tenantId' | 'id'>,
  jobs: Pick<JobStore, 'listLines'>,
): Promise<{ readonly counts: LineCounts; readonly costMicroUsd: number } | undefined> => {
  const counts = { ...NO_LINES_COUNTED };
  let costMicroUsd = 0;
  for await (const job of jobs.listLines(tenantId, id)) {
    const as = countedAs(job);
    if (!as) return undefined;
    counts[as] += 1;
    costMicroUsd += job.costMicroUsd;
  }
  return { counts, costMicroUsd };
};
