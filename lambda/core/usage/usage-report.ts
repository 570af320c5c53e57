import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import { addCounts, NO_COUNTS, type UsageCounts } from './usage-counts.ts';
import { CountsJson, toCountsJson } from './usage-json.ts';
import { UsageGrouping, type UsageQuery } from './usage-query.ts';
import { usageRange } from './usage-range.ts';
import type { UsageCount, UsageDimension, UsageStore } from './usage-store.ts';

/** What a row is for: the members of its grouping. */
const GroupJson = z.object({
  day: z.iso.date().optional(),
  hour: z.iso.datetime().optional(),
  model: z.string().optional(),
  profile: z.string().optional(),
  key: z.string().optional().meta({ description: 'Id of an API key or of another caller, or `(other)`.' }),
  tag: z.string().optional().meta({ description: 'A tag, or `(other)`.' }),
});
type GroupJson = z.infer<typeof GroupJson>;

/** What a tenant has used, as the API shows it. */
export const UsageReportJson = z.object({
  object: z.literal('usage_report'),
  from: z.iso.date(),
  to: z.iso.date(),
  group_by: UsageGrouping,
  as_of: z.iso.datetime(),
  data: z.array(GroupJson.extend({ object: z.literal('usage'), ...CountsJson.shape })),
  total: CountsJson.meta({ description: 'Of all prompts: one with several tags, or none, is in it once.' }),
});
export type UsageReportJson = z.infer<typeof UsageReportJson>;

/** Every prompt is counted with exactly one profile, of which there are the fewest. */
const WHOLE: UsageDimension = 'profile';

const dimensionOf = (groupBy: UsageGrouping): UsageDimension =>
  groupBy === 'day' ? WHOLE : (groupBy.replace('day,', '') as UsageDimension);

const groupOf = ({ day, value }: UsageCount, groupBy: UsageGrouping): GroupJson => {
  if (groupBy === 'day') return { day };
  if (groupBy === 'hour') return { hour: `${day}T${value}:00:00Z` };
  return { ...(groupBy.startsWith('day,') && { day }), [dimensionOf(groupBy)]: value };
};

/** What reports need of the world. */
export interface UsagePorts {
  readonly usage: UsageStore;
  readonly clock: Clock;
}

const sum = (counts: readonly UsageCounts[]): UsageCounts => counts.reduce(addCounts, NO_COUNTS);

/**
 * What a tenant has used, grouped as asked, with its total.
 *
 * @throws ServiceError `invalid_request` if the days are in disorder or too many.
 */
export const usageReport = async (
  tenantId: string,
  query: UsageQuery,
  { usage, clock }: UsagePorts,
): Promise<UsageReportJson> => {
  const nowMs = clock();
  const { group_by } = query;
  const { from, to } = usageRange(query, nowMs);
  const dimension = dimensionOf(group_by);
  const counts = await usage.read(tenantId, dimension, from, to);
  const whole = dimension === WHOLE ? counts : await usage.read(tenantId, WHOLE, from, to);
  const groups = Map.groupBy(counts, (count) => JSON.stringify(groupOf(count, group_by)));
  return {
    object: 'usage_report',
    from,
    to,
    group_by,
    as_of: new Date(nowMs).toISOString(),
    data: [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, members]) => ({ object: 'usage', ...JSON.parse(group), ...toCountsJson(sum(members)) })),
    total: toCountsJson(sum(whole)),
  };
};
