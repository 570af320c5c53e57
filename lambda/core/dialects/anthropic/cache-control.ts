import { z } from 'zod';

/** A breakpoint of the prompt cache. Only the five-minute cache is priced. */
export const CacheControl = z.strictObject({
  type: z.literal('ephemeral'),
  ttl: z.literal('5m', 'only the five-minute cache is offered here: leave ttl out').optional(),
});
