import { z } from 'zod';
import { PromptError } from '#core/prompts/prompt.ts';

/** What became of a time at which a schedule was due, or was run by hand. */
export const ScheduleRun = z.object({
  tenantId: z.string(),
  scheduleId: z.string(),
  /** `schedule`: it was due; `manual`: somebody ran it. */
  trigger: z.enum(['schedule', 'manual']),
  dueAtMs: z.int(),
  outcome: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('job'),
      /** It stands here before there is a job, so that however often it is tried, one is made. */
      jobId: z.string(),
      /** There was a job of that id: if there is none now, it was deleted, and is not to be made again. */
      isMade: z.literal(true).exactOptional(),
    }),
    z.object({ kind: z.literal('skipped'), reason: z.string() }),
    /** No job could be made of what the schedule says. */
    z.object({ kind: z.literal('refused'), error: PromptError }),
  ]),
  /** When the record is deleted. */
  expiresAtSeconds: z.int(),
});
export type ScheduleRun = z.infer<typeof ScheduleRun>;

/** Its id, unique within its schedule: rises with the time, and the same for the same time. */
export const scheduleRunId = ({ dueAtMs, trigger }: Pick<ScheduleRun, 'dueAtMs' | 'trigger'>): string =>
  `run_${String(dueAtMs).padStart(13, '0')}${trigger === 'manual' ? 'm' : ''}`;
