import { z } from 'zod';
import { JobOwner } from '#core/jobs/job.ts';
import { Timing } from './timing.ts';

/** What becomes of runs that were due while nothing could run: none of them, or the latest. */
export const MissedRuns = z.enum(['skip', 'run_once']);

/** A job that is made again and again. */
export const Schedule = z.object({
  /** `sch_…` */
  id: z.string(),
  tenantId: z.string(),
  /** Whom its jobs run for: who said what they are. */
  owner: JobOwner,
  name: z.string().exactOptional(),
  timing: Timing,
  /** As given; a timing by rate has no use for it. */
  timeZone: z.string(),
  isEnabled: z.boolean(),
  /** Whether the scheduler is known to hold what this record says: until then, nothing that it sends counts. */
  isArmed: z.boolean(),
  /** Since when it has been so; what was due before is not of this timing. */
  activeFromMs: z.int(),
  missedRuns: MissedRuns,
  /** The body of the job, which is checked anew for each: what is offered may have changed. */
  job: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.string()),
  createdAtMs: z.int(),
  /** Rises with every change. */
  version: z.int(),
});
export type Schedule = z.infer<typeof Schedule>;

/** Whether it makes jobs by itself. */
export const isActive = ({ isEnabled, isArmed }: Pick<Schedule, 'isEnabled' | 'isArmed'>): boolean =>
  isEnabled && isArmed;
