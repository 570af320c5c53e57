import { z } from 'zod';

/** What a row of a usage report is for. */
export const UsageGrouping = z.enum([
  ...(['day', 'hour', 'model', 'profile', 'key', 'tag'] as const),
  ...(['day,model', 'day,profile', 'day,key', 'day,tag'] as const),
]);
export type UsageGrouping = z.infer<typeof UsageGrouping>;

/** The query of `GET /v1/usage`. */
export const UsageQuery = z.strictObject({
  from: z.iso.date().optional().meta({ description: 'First UTC day; 29 days before `to` if left out.' }),
  to: z.iso.date().optional().meta({ description: 'Last UTC day, included; today if left out.' }),
  group_by: UsageGrouping.default('day').meta({ description: 'One row for each of these.' }),
});
export type UsageQuery = z.infer<typeof UsageQuery>;
