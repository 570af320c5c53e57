import { z } from 'zod';
import { PromptStatus } from './prompt.ts';

/** An instant as RFC 3339 or as Unix seconds, read as milliseconds. */
const instantMs = z.union(
  [
    z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
    z
      .string()
      .regex(/^\d{1,12}$/)
      .transform((seconds) => Number(seconds) * 1000),
  ],
  'must be a time as RFC 3339 or as Unix seconds',
);

/** The query of `GET /v1/prompts`. */
export const PromptListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Page size, 1 to 100.' }),
  after: z.string().max(64).optional().meta({ description: 'Id of the last prompt of the page before: `last_id`.' }),
  'created_at[gte]': instantMs.optional().meta({ description: 'Not before: RFC 3339 or Unix seconds.' }),
  'created_at[lte]': instantMs.optional().meta({ description: 'Not after: RFC 3339 or Unix seconds.' }),
  model: z.string().max(128).optional().meta({ description: 'Id or alias.' }),
  status: PromptStatus.optional(),
});
export type PromptListQuery = z.infer<typeof PromptListQuery>;
