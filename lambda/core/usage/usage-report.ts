import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import type { Settings } from '#core/settings.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { checkGrouping } from './check-grouping.ts';
import { addCounts, NO_COUNTS, type UsageCounts } from './usage-counts.ts';
import { GroupJson, sortKey, toGroupJson } from './usage-group-json.ts';
import { CountsJson, toCountsJson } from './usage-json.ts';
import { groupedDimension, UsageGrouping, type UsageQuery } from './usage-query.ts';
import { usageRange } from './usage-range.ts';
import type { UsageDimension, UsageStore } from './usage-store.ts';

/** What a tenant has used, as the API shows it. */
export const UsageReportJson = z.object({
  object: z.literal('usage_report'),
  from: z.iso.date(),
  to: z.iso.date(),
  time_zone: z.string().meta({ description: 'Where days and hours begin.' }),
  group_by: UsageGrouping,
  as_of: z.iso.datetime(),
  data: z.array(GroupJson.extend({ object: z.literal('usage'), ...CountsJson.shape })),
  total: CountsJson.meta({ description: 'Of all prompts: one with several tags, or none, is in it once.' }),
});
export type UsageReportJson = z.infer<typeof UsageReportJson>;

/** Every prompt is counted with exactly one profile, of which there are the fewest. */
const WHOLE: UsageDimension = 'profile';

/** What reports need of the world. */
export interface UsagePorts {
  readonly usage: UsageStore;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'timeZone' | 'usageMetadataKeys'>;
}

const sum = (counts: readonly UsageCounts[]): UsageCounts => counts.reduce(addCounts, NO_COUNTS);

/**
 * What a tenant has used, grouped as asked, with its total.
 *
 * @throws ServiceError `invalid_request` if the days are in disorder or too many, or usage is not told apart so.
 */
export const usageReport = async (
  tenantId: string,
  query: UsageQuery,
  { usage, clock, settings }: UsagePorts,
): Promise<UsageReportJson> => {
  const nowMs = clock();
  const { group_by } = query;
  const { timeZone } = settings;
  const { from, to } = usageRange(query, nowMs, timeZone);
  checkGrouping(group_by, settings);
  const dimension = groupedDimension(group_by) ?? WHOLE;
  const counts = await usage.read(tenantId, dimension, from, to);
  const whole = dimension === WHOLE ? counts : await usage.read(tenantId, WHOLE, from, to);
  const groups = Map.groupBy(counts, (count) => JSON.stringify(toGroupJson(count, group_by)));
  return {
    object: 'usage_report',
    from,
    to,
    time_zone: timeZone,
    group_by,
    as_of: toInstant(nowMs),
    data: [...groups]
      .map(([text, members]) => ({ group: JSON.parse(text) as GroupJson, counts: toCountsJson(sum(members)) }))
      .sort((a, b) => (sortKey(a.group) < sortKey(b.group) ? -1 : 1))
      .map(({ group, counts }) => ({ object: 'usage', ...group, ...counts })),
    total: toCountsJson(sum(whole)),
  };
};
