import { z } from 'zod';
import { toTimingBody } from './changed-schedule.ts';
import { nextDueTimes } from './due-times.ts';
import { isActive, MissedRuns, type Schedule } from './schedule.ts';

const instant = z.iso.datetime();

/** How many of the times to come are told. */
const NEXT_RUNS = 5;

/** A schedule as a list shows it. */
export const ScheduleSummaryJson = z.object({
  id: z.string(),
  object: z.literal('schedule'),
  name: z.string().nullable(),
  schedule: z.union([z.object({ cron: z.string() }), z.object({ every: z.string() })]),
  time_zone: z.string(),
  enabled: z.boolean(),
  missed_runs: MissedRuns,
  runs_as: z.string().meta({ description: 'The caller that its jobs run for: who said what they are.' }),
  metadata: z.record(z.string(), z.string()),
  next_runs: z.array(instant).meta({
    description: 'The next five. None if it is disabled, or if its last change failed half-way: make it again.',
  }),
  created_at: instant,
});
export type ScheduleSummaryJson = z.infer<typeof ScheduleSummaryJson>;

/** A schedule as the API shows it. */
export const ScheduleJson = ScheduleSummaryJson.extend({
  job: z.record(z.string(), z.unknown()).meta({ description: 'The body of its jobs.' }),
});
export type ScheduleJson = z.infer<typeof ScheduleJson>;

/** The schedule as a list shows it. */
export const toScheduleSummaryJson = (schedule: Schedule, nowMs: number): ScheduleSummaryJson => ({
  id: schedule.id,
  object: 'schedule',
  name: schedule.name ?? null,
  schedule: toTimingBody(schedule.timing),
  time_zone: schedule.timeZone,
  enabled: schedule.isEnabled,
  missed_runs: schedule.missedRuns,
  runs_as: schedule.owner.id,
  metadata: schedule.metadata,
  next_runs: isActive(schedule)
    ? nextDueTimes(schedule.timing, nowMs, NEXT_RUNS).map((dueAtMs) => new Date(dueAtMs).toISOString())
    : [],
  created_at: new Date(schedule.createdAtMs).toISOString(),
});

/** The schedule as the API shows it. */
export const toScheduleJson = (schedule: Schedule, nowMs: number): ScheduleJson => ({
  ...toScheduleSummaryJson(schedule, nowMs),
  job: schedule.job,
});
