import type { Schedule } from './schedule.ts';

/** Sends a message to the schedule queue at each time at which a schedule is due, at least once. */
export interface Scheduler {
  /** From now on by that timing, and by no other. Safe to repeat. */
  put(schedule: Pick<Schedule, 'id' | 'tenantId' | 'timing' | 'activeFromMs'>): Promise<void>;
  /** Sends nothing more. Safe to repeat. */
  remove(schedule: Pick<Schedule, 'id'>): Promise<void>;
}
