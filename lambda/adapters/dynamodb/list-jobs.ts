import type { Clock } from '#core/clock.ts';
import { Job } from '#core/jobs/job.ts';
import type { JobPage, JobQuery } from '#core/jobs/job-store.ts';
import { jobIdOf, jobSk } from './job-keys.ts';
import { LAST, tenantPk } from './keys.ts';
import { listRange } from './list-range.ts';
import type { TableClient } from './table-client.ts';

/** A page of a tenant's jobs, newest first. */
export const listJobs = async (
  table: TableClient,
  clock: Clock,
  tenantId: string,
  { limit, after = LAST, status }: JobQuery,
): Promise<JobPage> => {
  const { items, hasMore, lastSk } = await listRange(table, clock, {
    pk: tenantPk(tenantId),
    from: jobSk(''),
    before: jobSk(after),
    limit,
    filter: { status },
  });
  const jobs = items.map((item) => Job.parse(item));
  return { jobs, hasMore, ...(lastSk !== undefined && { lastId: jobIdOf(lastSk) }) };
};
