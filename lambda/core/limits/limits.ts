import { z } from 'zod';

const positive = z.int().positive().exactOptional();

/** How much a key, another caller, or a tenant may use; what is left out is not limited by it. */
export const Limits = z.strictObject({
  requestsPerMinute: positive,
  /** All four kinds of tokens together. */
  tokensPerMinute: positive,
  /** Of a calendar day in `settings.timeZone`. */
  requestsPerDay: positive,
  concurrentRuns: positive,
});
export type Limits = z.infer<typeof Limits>;
