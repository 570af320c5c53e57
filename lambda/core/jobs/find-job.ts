import { ServiceError } from '#core/errors/service-error.ts';
import type { Job } from './job.ts';
import type { JobStore } from './job-store.ts';

/** The tenant's job with that id. @throws ServiceError `not_found`. */
export const findJob = async (tenantId: string, id: string, jobs: Pick<JobStore, 'get'>): Promise<Job> => {
  const job = await jobs.get(tenantId, id);
  if (job) return job;
  throw new ServiceError('not_found', `There is no job "${id}" here. It may have been deleted or have expired.`);
};
