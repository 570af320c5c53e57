import { z } from 'zod';
import { UsageMetadataKey } from './usage-metadata-key.ts';
import type { UsageDimension } from './usage-store.ts';

/** What a row of a usage report is for. */
export const UsageGrouping = z
  .union(
    [
      z.enum([
        ...(['day', 'hour', 'model', 'profile', 'key', 'tag'] as const),
        ...(['day,model', 'day,profile', 'day,key', 'day,tag'] as const),
      ]),
      z.templateLiteral(['metadata:', UsageMetadataKey]),
      z.templateLiteral(['day,metadata:', UsageMetadataKey]),
    ],
    'must be day, hour, model, profile, key, tag or metadata:<key>; or day with one of the last five, such as day,model',
  )
  .meta({ description: 'One row for each of these.' });
export type UsageGrouping = z.infer<typeof UsageGrouping>;

/** By what usage is told apart in such a report, besides by day; `undefined`: by nothing. */
export const groupedDimension = (groupBy: UsageGrouping): UsageDimension | undefined =>
  groupBy === 'day' ? undefined : (groupBy.replace(/^day,/, '') as UsageDimension);

/** The key of metadata that such a dimension is for; `undefined` if it is another. */
export const metadataKeyOf = (dimension: UsageDimension | undefined): string | undefined =>
  dimension && /^metadata:(.*)$/.exec(dimension)?.[1];

/** The query of `GET /v1/usage`. */
export const UsageQuery = z.strictObject({
  from: z.iso.date().optional().meta({ description: 'First day; 29 days before `to` if left out.' }),
  to: z.iso.date().optional().meta({ description: 'Last day, included; today if left out.' }),
  group_by: UsageGrouping.default('day'),
});
export type UsageQuery = z.infer<typeof UsageQuery>;
