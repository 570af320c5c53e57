import { type ScheduleRun, scheduleRunId } from '#core/schedules/schedule-run.ts';
import type { ScheduleRunStore } from '#core/schedules/schedule-run-store.ts';

/** Stands in for the table: keeps the runs of schedules in memory. */
export const createMemoryScheduleRunStore = (): ScheduleRunStore => {
  const runs = new Map<string, ScheduleRun>();
  const keyOf = (run: ScheduleRun): string => `${run.tenantId}#${run.scheduleId}#${scheduleRunId(run)}`;
  return {
    begin: async (run) => {
      const begun = runs.get(keyOf(run)) ?? run;
      runs.set(keyOf(run), begun);
      return begun;
    },
    put: async (run) => {
      runs.set(keyOf(run), run);
    },
    list: async (tenantId, scheduleId, { limit, after = '~' }) => {
      const found = [...runs.values()]
        .filter((run) => run.tenantId === tenantId && run.scheduleId === scheduleId && scheduleRunId(run) < after)
        .sort((a, b) => (scheduleRunId(a) < scheduleRunId(b) ? 1 : -1));
      return { runs: found.slice(0, limit), hasMore: found.length > limit };
    },
  };
};
