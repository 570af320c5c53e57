import type { Clock } from '#core/clock.ts';
import type { CheckJobPorts } from '#core/jobs/check-job-body.ts';
import type { ScheduleStore } from './schedule-store.ts';
import type { Scheduler } from './scheduler.ts';

/** What making and changing schedules needs of the world. */
export interface SchedulePorts extends CheckJobPorts {
  readonly schedules: ScheduleStore;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly newId: (prefix: string, atMs: number) => string;
}
