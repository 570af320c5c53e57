import { z } from 'zod';
import { Name } from '#core/admin/name.ts';
import { JobBody } from '#core/jobs/job-body.ts';
import { Metadata } from '#core/prompts/metadata.ts';
import { TimeZone } from '#core/time/time-zone.ts';
import { readCron } from './cron.ts';
import { EveryText } from './every.ts';
import { MissedRuns } from './schedule.ts';

/** What a record may hold of a job: a list reads a hundred. */
const MAX_JOB_BYTES = 64 * 1024;

const cron = z
  .string()
  .max(256)
  .superRefine((expression, context) => {
    try {
      readCron(expression);
    } catch (error) {
      context.addIssue({ code: 'custom', message: (error as Error).message });
    }
  })
  .meta({ description: 'Five fields: minute, hour, day of month, month, day of week.' });

/** When it is due, as callers say it. */
export const TimingBody = z.union(
  [z.strictObject({ cron }), z.strictObject({ every: EveryText })],
  'must be like {"cron": "0 7 * * 1-5"} or {"every": "5 minutes"}',
);
export type TimingBody = z.infer<typeof TimingBody>;

const job = JobBody.refine(
  (body) => new TextEncoder().encode(JSON.stringify(body)).length <= MAX_JOB_BYTES,
  `must not have more than ${MAX_JOB_BYTES} bytes as JSON`,
).meta({ description: 'The body of a `POST /v1/jobs`.' });

const fields = {
  name: Name,
  schedule: TimingBody,
  time_zone: TimeZone.meta({ description: 'IANA name of the zone whose clocks `cron` means.' }),
  enabled: z.boolean().meta({ description: 'False: it is not due until it is true.' }),
  missed_runs: MissedRuns.meta({
    description: 'What becomes of runs that were due more than 15 minutes ago: none of them, or the latest.',
  }),
  job,
  metadata: Metadata.meta({ description: 'Up to 16 pairs, kept with the schedule.' }),
};

/** The body of `POST /v1/schedules`. */
export const ScheduleBody = z.strictObject({
  ...fields,
  name: fields.name.optional(),
  time_zone: fields.time_zone.optional(),
  enabled: fields.enabled.default(true),
  missed_runs: fields.missed_runs.default('skip'),
  metadata: fields.metadata.default({}),
});
export type ScheduleBody = z.infer<typeof ScheduleBody>;

/** The body of `PATCH /v1/schedules/{id}`: what is left out stays as it is, and a null name takes it away. */
export const ScheduleChanges = z.strictObject({ ...fields, name: fields.name.nullable() }).partial();
export type ScheduleChanges = z.infer<typeof ScheduleChanges>;
