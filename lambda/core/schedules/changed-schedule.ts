import { everyText } from './every.ts';
import type { Schedule } from './schedule.ts';
import type { ScheduleChanges, TimingBody } from './schedule-body.ts';
import type { Timing } from './timing.ts';
import { toTiming } from './to-timing.ts';

/** The timing as callers say it. */
export const toTimingBody = (timing: Timing): TimingBody =>
  timing.kind === 'cron' ? { cron: timing.expression } : { every: everyText(timing.everyMinutes) };

const changesTiming = (schedule: Schedule, { schedule: timing, time_zone, enabled }: ScheduleChanges): boolean =>
  !schedule.isArmed ||
  timing !== undefined ||
  (time_zone !== undefined && time_zone !== schedule.timeZone) ||
  (enabled !== undefined && enabled !== schedule.isEnabled);

/**
 * The schedule with those changes, and who makes them as the one that its jobs run for, if they say what is to run.
 *
 * @throws ServiceError `invalid_request` if it would never be due.
 */
export const changedSchedule = (
  schedule: Schedule,
  changes: ScheduleChanges,
  owner: Schedule['owner'],
  nowMs: number,
): Schedule => {
  const { name: nameBefore, ...before } = schedule;
  const { name = nameBefore, job, metadata, missed_runs, enabled = schedule.isEnabled } = changes;
  const timeZone = changes.time_zone ?? schedule.timeZone;
  return {
    ...before,
    ...(typeof name === 'string' && { name }),
    ...(job && { job, owner }),
    ...(metadata && { metadata }),
    ...(missed_runs && { missedRuns: missed_runs }),
    ...(changesTiming(schedule, changes) && {
      timing: toTiming(changes.schedule ?? toTimingBody(schedule.timing), timeZone, nowMs),
      timeZone,
      isEnabled: enabled,
      isArmed: false,
      activeFromMs: nowMs,
    }),
  };
};
