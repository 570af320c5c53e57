import { z } from 'zod';

/** When a schedule is due. */
export const Timing = z.discriminatedUnion('kind', [
  /** By the calendar and the clock of a time zone. */
  z.object({ kind: z.literal('cron'), expression: z.string(), timeZone: z.string() }),
  /** At equal intervals, whatever clocks show. */
  z.object({
    kind: z.literal('rate'),
    everyMinutes: z.int().positive(),
    /** A whole minute. */
    firstAtMs: z.int(),
  }),
]);
export type Timing = z.infer<typeof Timing>;
