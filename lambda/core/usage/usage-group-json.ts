import { z } from 'zod';
import { groupedDimension, metadataKeyOf, type UsageGrouping } from './usage-query.ts';
import type { UsageCount } from './usage-store.ts';

/** What a row is for: the members of its grouping. */
export const GroupJson = z.object({
  day: z.iso.date().optional(),
  hour: z.iso.datetime({ offset: true }).optional().meta({ description: 'When it begins.' }),
  model: z.string().optional(),
  profile: z.string().optional(),
  key: z.string().optional().meta({ description: 'Id of an API key or of another caller, or `(other)`.' }),
  tag: z.string().optional().meta({ description: 'A tag, or `(other)`.' }),
  metadata: z
    .record(z.string(), z.string())
    .optional()
    .meta({ description: 'The key that was asked for, with a value of it, or `(other)`.' }),
});
export type GroupJson = z.infer<typeof GroupJson>;

/** What the row is for that a counter is added to. */
export const toGroupJson = ({ day, value }: UsageCount, groupBy: UsageGrouping): GroupJson => {
  const dimension = groupedDimension(groupBy);
  if (dimension === undefined) return { day };
  // `08+01:00` is the hour, with its offset.
  if (dimension === 'hour') return { hour: `${day}T${value.slice(0, 2)}:00:00${value.slice(2)}` };
  const key = metadataKeyOf(dimension);
  return {
    ...(groupBy.startsWith('day,') && { day }),
    ...(key === undefined ? { [dimension]: value } : { metadata: { [key]: value } }),
  };
};

/** What rows are sorted by, as text: hours by when they begin. */
export const sortKey = (group: GroupJson): string =>
  group.hour === undefined ? JSON.stringify(group) : new Date(group.hour).toISOString();
