import type { ScheduleRun } from './schedule-run.ts';

/** A page of the runs of a schedule, newest first. */
export interface ScheduleRunPage {
  readonly runs: readonly ScheduleRun[];
  readonly hasMore: boolean;
}

/** Where is kept what became of each time at which a schedule was due. */
export interface ScheduleRunStore {
  /** Stores a run, unless there is one of the same time. @returns the run that is stored. */
  begin(run: ScheduleRun): Promise<ScheduleRun>;
  /** Stores what has become of a run. */
  put(run: ScheduleRun): Promise<void>;
  list(
    tenantId: string,
    scheduleId: string,
    query: { readonly limit: number; readonly after?: string },
  ): Promise<ScheduleRunPage>;
}
