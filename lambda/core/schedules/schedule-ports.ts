import type { Clock } from '#core/clock.ts';
import type { Settings } from '#core/settings.ts';
import type { ScheduleStore } from './schedule-store.ts';
import type { Scheduler } from './scheduler.ts';

/** What making and changing schedules needs of the world. */
export interface SchedulePorts {
  readonly schedules: ScheduleStore;
  readonly scheduler: Scheduler;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly newId: (prefix: string, atMs: number) => string;
}
