import type { Clock } from '#core/clock.ts';
import { expirySeconds } from '#core/expiry-seconds.ts';
import type { Settings } from '#core/settings.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleRun } from './schedule-run.ts';

/** What a new run needs of the world. */
export interface NewRunPorts {
  readonly settings: Settings;
  readonly clock: Clock;
  readonly newId: (prefix: string, atMs: number) => string;
}

/** When a schedule is run, and why. */
interface Occasion extends Pick<ScheduleRun, 'trigger' | 'dueAtMs'> {
  /**
   * Why it gets no job.
   * @default - it gets one
   */
  readonly skipped?: string | undefined;
}

/** A run that has a job, unless there is a reason to skip it. */
export const newRun = (
  { tenantId, id: scheduleId }: Schedule,
  { trigger, dueAtMs, skipped }: Occasion,
  { settings, clock, newId }: NewRunPorts,
): ScheduleRun => {
  const nowMs = clock();
  return {
    ...{ tenantId, scheduleId, trigger, dueAtMs },
    outcome: skipped === undefined ? { kind: 'job', jobId: newId('job', nowMs) } : { kind: 'skipped', reason: skipped },
    expiresAtSeconds: expirySeconds(nowMs, settings),
  };
};
