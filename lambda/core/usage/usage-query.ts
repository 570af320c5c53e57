import { z } from 'zod';

/** The query of `GET /v1/usage`. */
export const UsageQuery = z.strictObject({
  from: z.iso.date().optional().meta({ description: 'First UTC day; 29 days before `to` if left out.' }),
  to: z.iso.date().optional().meta({ description: 'Last UTC day, included; today if left out.' }),
  group_by: z.enum(['day', 'model']).default('day').meta({ description: 'One row per day, or one per model.' }),
});
export type UsageQuery = z.infer<typeof UsageQuery>;
