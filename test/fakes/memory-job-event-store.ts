import type { JobEvent, JobEventStore } from '#core/jobs/job-event-store.ts';

/** Stands in for the table: keeps what happens in jobs in memory. */
export const createMemoryJobEventStore = (): JobEventStore => {
  const events = new Map<string, Map<number, JobEvent>>();
  const eventsOf = ({ tenantId, id }: { readonly tenantId: string; readonly id: string }): Map<number, JobEvent> => {
    const key = JSON.stringify([tenantId, id]);
    const found = events.get(key) ?? new Map<number, JobEvent>();
    events.set(key, found);
    return found;
  };
  return {
    append: async (job, added) => {
      for (const event of added) eventsOf(job).set(event.seq, event);
    },
    async *read(job, afterSeq) {
      for (const event of [...eventsOf(job).values()].sort((a, b) => a.seq - b.seq))
        if (event.seq > afterSeq) yield event;
    },
    lastSeq: async (job) => Math.max(0, ...eventsOf(job).keys()),
    deleteAll: async (job) => eventsOf(job).clear(),
  };
};
