import type { Clock } from '#core/clock.ts';
import type { Job } from '#core/jobs/job.ts';
import type { JobStore } from '#core/jobs/job-store.ts';

/** Stands in for the table: keeps jobs in memory. */
export const createMemoryJobStore = (clock: Clock = Date.now): JobStore => {
  const records = new Map<string, Job>();

  const find = (tenantId: string, id: string): Job | undefined => {
    const record = records.get(id);
    return record?.tenantId === tenantId && record.expiresAtSeconds * 1000 > clock() ? record : undefined;
  };

  return {
    create: async (job) => {
      if (records.has(job.id)) return false;
      records.set(job.id, job);
      return true;
    },
    get: async (tenantId, id) => find(tenantId, id),
    list: async (tenantId, { limit, after, status }) => {
      const found = [...records.values()]
        .filter(({ id, batchLine }) => find(tenantId, id) && !batchLine)
        .filter((job) => (after === undefined || job.id < after) && (status === undefined || job.status === status))
        .sort((a, b) => (a.id > b.id ? -1 : 1));
      const jobs = found.slice(0, limit);
      const lastId = jobs.at(-1)?.id;
      return { jobs, hasMore: found.length > limit, ...(lastId !== undefined && { lastId }) };
    },
    async *listLines(tenantId, batchId) {
      const lines = [...records.values()].filter(
        (job) => job.tenantId === tenantId && job.batchLine?.batchId === batchId,
      );
      yield* lines.sort((a, b) => (a.batchLine?.line ?? 0) - (b.batchLine?.line ?? 0));
    },
    replace: async (job) => {
      if (records.get(job.id)?.version !== job.version) return undefined;
      const changed = { ...job, version: job.version + 1 };
      records.set(job.id, changed);
      return changed;
    },
    delete: async (job) => records.get(job.id)?.version === job.version && records.delete(job.id),
    async *listOpen(checkBeforeMs) {
      for (const { id, tenantId } of [...records.values()]) {
        const job = find(tenantId, id);
        if (job?.checkAtMs !== undefined && job.checkAtMs < checkBeforeMs) yield job;
      }
    },
  };
};
