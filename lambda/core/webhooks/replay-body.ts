import { z } from 'zod';

const instant = z.iso.datetime({ offset: true });

/** The body of `POST /v1/webhooks/{id}/replay`. */
export const ReplayBody = z.strictObject({
  from: instant.meta({ description: 'Events from then on: RFC 3339.' }),
  to: instant.meta({ description: 'Events until then, inclusive: RFC 3339.' }),
  limit: z.int().min(1).max(100).default(100).meta({ description: 'How many events to look at, 1 to 100.' }),
  after: z
    .string()
    .regex(/^\d{1,15}_.{1,200}$/, 'must be what the replay before gave as next_after')
    .optional()
    .meta({ description: 'Where the replay before ended: its `next_after`.' }),
});
export type ReplayBody = z.infer<typeof ReplayBody>;

/** What a replay has come to. */
export const ReplayJson = z.object({
  object: z.literal('webhook_replay'),
  webhook_id: z.string(),
  replayed: z.int().meta({ description: 'Events that are delivered (again).' }),
  has_more: z.boolean(),
  next_after: z.string().nullable().meta({ description: 'Give it as `after` to go on.' }),
});
export type ReplayJson = z.infer<typeof ReplayJson>;
