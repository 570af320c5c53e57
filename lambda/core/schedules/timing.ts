import { z } from 'zod';
import { TimeZone } from '#core/time/time-zone.ts';

/** When a schedule is due. */
export const Timing = z.discriminatedUnion('kind', [
  /** By the calendar and the clock of a time zone. */
  z.object({ kind: z.literal('cron'), expression: z.string(), timeZone: TimeZone }),
  /** At equal intervals, whatever clocks show. */
  z.object({
    kind: z.literal('rate'),
    everyMinutes: z.int().positive(),
    /** A whole minute. */
    firstAtMs: z.int(),
  }),
]);
export type Timing = z.infer<typeof Timing>;
