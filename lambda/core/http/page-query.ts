import { z } from 'zod';

/** The query of a list. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20).meta({ description: 'Page size, 1 to 100.' }),
  after: z.string().min(1).max(300).optional().meta({ description: 'Where the page before ended: its `last_id`.' }),
});

/** The query of a list of what happened in a month. */
export const MonthPageQuery = PageQuery.extend({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2026-11')
    .optional()
    .meta({ description: 'Month, `YYYY-MM`; this month if left out.' }),
});
