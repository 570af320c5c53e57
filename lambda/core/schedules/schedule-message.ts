import { z } from 'zod';

/** A moment in milliseconds, which EventBridge Scheduler writes as text. */
const Moment = z.union([z.int(), z.iso.datetime().transform((text) => Date.parse(text))]);

/** That a schedule is due. Says only where to look: what is to be done stands in the table. */
export const ScheduleMessage = z.object({
  tenantId: z.string(),
  scheduleId: z.string(),
  /** Since when the schedule has had the timing that sends this: another may have come in its place. */
  activeFromMs: z.int(),
  dueAtMs: Moment,
});
export type ScheduleMessage = z.infer<typeof ScheduleMessage>;
