import type { Clock } from '#core/clock.ts';
import { Job } from '#core/jobs/job.ts';
import type { JobStore } from '#core/jobs/job-store.ts';
import { isLine } from '#core/jobs/line-job.ts';

const keyOf = ({ tenantId, id }: Pick<Job, 'tenantId' | 'id'>): string => JSON.stringify([tenantId, id]);

/** Stands in for the table: keeps jobs in memory. As there, what could not be read is not stored. */
export const createMemoryJobStore = (clock: Clock = Date.now): JobStore => {
  const records = new Map<string, Job>();

  const present = () => [...records.values()].filter(({ expiresAtSeconds }) => expiresAtSeconds * 1000 > clock());

  const put = (job: Job): Job => {
    records.set(keyOf(job), Job.parse(job));
    return job;
  };

  return {
    create: async (job) => {
      if (records.has(keyOf(job))) return false;
      put(job);
      return true;
    },
    get: async (tenantId, id) => present().find((job) => job.tenantId === tenantId && job.id === id),
    list: async (tenantId, { limit, after, status }) => {
      const found = present()
        .filter((job) => job.tenantId === tenantId && !job.batchLine)
        .filter((job) => (after === undefined || job.id < after) && (status === undefined || job.status === status))
        .sort((a, b) => (a.id > b.id ? -1 : 1));
      const jobs = found.slice(0, limit);
      const lastId = jobs.at(-1)?.id;
      return { jobs, hasMore: found.length > limit, ...(lastId !== undefined && { lastId }) };
    },
    async *listLines(tenantId, batchId) {
      const lines = [...records.values()]
        .filter(isLine)
        .filter((job) => job.tenantId === tenantId && job.batchLine.batchId === batchId);
      yield* lines.sort((a, b) => a.batchLine.line - b.batchLine.line);
    },
    replace: async (job) =>
      records.get(keyOf(job))?.version === job.version ? put({ ...job, version: job.version + 1 }) : undefined,
    delete: async (job) => records.get(keyOf(job))?.version === job.version && records.delete(keyOf(job)),
    async *listOpen(checkBeforeMs) {
      for (const known of present()) {
        // Whoever reads may have changed it since.
        const job = records.get(keyOf(known));
        if (job?.checkAtMs !== undefined && job.checkAtMs < checkBeforeMs) yield job;
      }
    },
  };
};
