import type { Clock } from '#core/clock.ts';
import { latestDueTime, nextDueTimes } from '#core/schedules/due-times.ts';
import type { Schedule } from '#core/schedules/schedule.ts';
import type { ScheduleMessage } from '#core/schedules/schedule-message.ts';
import type { ScheduleStore } from '#core/schedules/schedule-store.ts';
import type { Scheduler } from '#core/schedules/scheduler.ts';
import type { LocalQueue } from '#local/work/create-local-queue.ts';

/** A scheduler on one machine. */
export interface LocalScheduler extends Scheduler {
  /** Begins to send: first what was due last while nobody sent anything. */
  start(): Promise<void>;
  /** Sends nothing more; resolves when nothing is under way. */
  stop(): Promise<void>;
}

export interface LocalSchedulerOptions {
  readonly schedules: Pick<ScheduleStore, 'listActive'>;
  readonly queue: Pick<LocalQueue<ScheduleMessage>, 'send'>;
  readonly clock: Clock;
  /** Calls back after so long. @returns what calls it off. */
  readonly startTimer: (afterMs: number, callback: () => void) => () => void;
  readonly report: (message: string, error: unknown) => void;
}

/** A machine may have slept, or its clock have been set: nothing is waited for any longer. */
const MAX_WAIT_MS = 60_000;

/**
 * Stands in for EventBridge Scheduler: looks into the table when a schedule is due there, and at least once a minute.
 *
 * It holds nothing that the table does not. What it sends twice makes one run; of what was due several times since it
 * looked last, it sends the latest.
 */
export const createLocalScheduler = (options: LocalSchedulerOptions): LocalScheduler => {
  const { schedules, queue, clock, startTimer, report } = options;
  let isRunning = false;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let wakesAtMs = Number.POSITIVE_INFINITY;
  let callOff = (): void => {};
  let looking = Promise.resolve();

  const wakeAt = (atMs: number): void => {
    if (!isRunning || atMs >= wakesAtMs) return;
    callOff();
    wakesAtMs = atMs;
    callOff = startTimer(Math.max(0, atMs - clock()), () => {
      wakesAtMs = Number.POSITIVE_INFINITY;
      looking = looking.then(look);
    });
  };

  const sendIfDue = async ({ id, tenantId, timing, activeFromMs }: Schedule, nowMs: number): Promise<void> => {
    const dueAtMs = latestDueTime(timing, nowMs);
    if (dueAtMs === undefined || dueAtMs <= lookedAtMs || dueAtMs < activeFromMs) return;
    await queue.send([{ tenantId, scheduleId: id, activeFromMs, dueAtMs }]);
  };

  const look = async (): Promise<void> => {
    const nowMs = clock();
    try {
      for await (const schedule of schedules.listActive()) {
        await sendIfDue(schedule, nowMs);
        const [next] = nextDueTimes(schedule.timing, nowMs, 1);
        if (next !== undefined) wakeAt(next);
      }
      lookedAtMs = nowMs;
    } catch (error) {
      report('schedules that are due could not be looked for', error);
    }
    wakeAt(nowMs + MAX_WAIT_MS);
  };

  return {
    put: async ({ timing }) => {
      const [next] = nextDueTimes(timing, clock(), 1);
      if (next !== undefined) wakeAt(next);
    },
    // It is not in the table any more, or not to be sent.
    remove: async () => {},
    start: async () => {
      isRunning = true;
      await look();
    },
    stop: async () => {
      isRunning = false;
      callOff();
      await looking;
    },
  };
};
