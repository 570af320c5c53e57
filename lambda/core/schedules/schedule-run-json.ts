import { z } from 'zod';
import { JobStatus } from '#core/jobs/job.ts';
import { ScheduleRun, scheduleRunId } from './schedule-run.ts';

/** What became of a time at which a schedule was due, as the API shows it. */
export const ScheduleRunJson = z.object({
  id: z.string(),
  object: z.literal('schedule_run'),
  schedule_id: z.string(),
  trigger: ScheduleRun.shape.trigger,
  due_at: z.iso.datetime(),
  status: z
    .enum([...JobStatus.options, 'skipped', 'refused'])
    .nullable()
    .meta({ description: 'That of its job; null: there is no such job (any more).' }),
  job_id: z.string().nullable(),
  reason: z.string().nullable().meta({ description: 'Why there is no job.' }),
});
export type ScheduleRunJson = z.infer<typeof ScheduleRunJson>;

const reasonOf = ({ outcome }: ScheduleRun): string | null => {
  if (outcome.kind === 'job') return null;
  return outcome.kind === 'skipped' ? outcome.reason : outcome.error.message;
};

/** The run as the API shows it; with the status of its job, if there is one. */
export const toScheduleRunJson = (run: ScheduleRun, jobStatus: JobStatus | undefined): ScheduleRunJson => {
  const { outcome } = run;
  return {
    id: scheduleRunId(run),
    object: 'schedule_run',
    schedule_id: run.scheduleId,
    trigger: run.trigger,
    due_at: new Date(run.dueAtMs).toISOString(),
    status: outcome.kind === 'job' ? (jobStatus ?? null) : outcome.kind,
    job_id: outcome.kind === 'job' ? outcome.jobId : null,
    reason: reasonOf(run),
  };
};
