import type { Scheduler } from '#core/schedules/scheduler.ts';
import type { Timing } from '#core/schedules/timing.ts';

/** A scheduler that a test looks into: the timing of each schedule, by its id. */
export interface MemoryScheduler extends Scheduler {
  readonly timings: Map<string, Timing>;
}

/** Stands in for EventBridge Scheduler: keeps what it was given, and sends nothing. */
export const createMemoryScheduler = (): MemoryScheduler => {
  const timings = new Map<string, Timing>();
  return {
    timings,
    put: async ({ id, timing }) => {
      timings.set(id, timing);
    },
    remove: async ({ id }) => {
      timings.delete(id);
    },
  };
};
