import { isActive, type Schedule } from '#core/schedules/schedule.ts';
import type { ScheduleStore } from '#core/schedules/schedule-store.ts';

const keyOf = ({ tenantId, id }: Pick<Schedule, 'tenantId' | 'id'>): string => `${tenantId}#${id}`;

/** Stands in for the table: keeps schedules in memory. */
export const createMemoryScheduleStore = (): ScheduleStore => {
  const schedules = new Map<string, Schedule>();
  const ofTenant = (tenantId: string) => [...schedules.values()].filter((schedule) => schedule.tenantId === tenantId);
  const isLatest = (schedule: Schedule) => schedules.get(keyOf(schedule))?.version === schedule.version;
  return {
    create: async (schedule) => {
      if (schedules.has(keyOf(schedule))) throw new Error(`there already is a schedule ${schedule.id}`);
      schedules.set(keyOf(schedule), schedule);
    },
    get: async (tenantId, id) => schedules.get(keyOf({ tenantId, id })),
    list: async (tenantId, { limit, after = '~' }) => {
      const found = ofTenant(tenantId)
        .filter(({ id }) => id < after)
        .sort((a, b) => (a.id < b.id ? 1 : -1));
      return { schedules: found.slice(0, limit), hasMore: found.length > limit };
    },
    count: async (tenantId) => ofTenant(tenantId).length,
    replace: async (schedule) => {
      if (!isLatest(schedule)) return undefined;
      const changed = { ...schedule, version: schedule.version + 1 };
      schedules.set(keyOf(schedule), changed);
      return changed;
    },
    delete: async (schedule) => isLatest(schedule) && schedules.delete(keyOf(schedule)),
    async *listActive() {
      yield* [...schedules.values()].filter(isActive);
    },
  };
};
