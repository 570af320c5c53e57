import { z } from 'zod';
import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { addUsage, NO_USAGE } from '#core/runs/token-usage.ts';
import { toUsageJson, toUsd, UsageJson } from './usage-json.ts';
import { UsageQuery } from './usage-query.ts';
import type { UsageCount, UsageStore } from './usage-store.ts';
import { utcDay } from './utc-day.ts';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MAX_DAYS = 366;

type Counts = Omit<UsageCount, 'day' | 'model'>;

const NOTHING: Counts = { ...NO_USAGE, requests: 0, errors: 0, costMicroUsd: 0 };

const add = (a: Counts, b: Counts): Counts => ({
  ...addUsage(a, b),
  requests: a.requests + b.requests,
  errors: a.errors + b.errors,
  costMicroUsd: a.costMicroUsd + b.costMicroUsd,
});

const CountsJson = UsageJson.extend({ requests: z.int(), errors: z.int(), cost_usd: z.number() });

const toCountsJson = (counts: Counts): z.infer<typeof CountsJson> => ({
  requests: counts.requests,
  errors: counts.errors,
  ...toUsageJson(counts),
  cost_usd: toUsd(counts.costMicroUsd),
});

/** What a tenant has used, as the API shows it. */
export const UsageReportJson = z.object({
  object: z.literal('usage_report'),
  from: z.iso.date(),
  to: z.iso.date(),
  group_by: UsageQuery.shape.group_by,
  as_of: z.iso.datetime(),
  data: z.array(
    CountsJson.extend({ object: z.literal('usage'), day: z.iso.date().optional(), model: z.string().optional() }),
  ),
  total: CountsJson,
});
export type UsageReportJson = z.infer<typeof UsageReportJson>;

/** The days asked for, both included. @throws ServiceError `invalid_request` if they are in disorder or too many. */
const daysOf = (query: UsageQuery, nowMs: number) => {
  const to = query.to ?? utcDay(nowMs);
  const from = query.from ?? utcDay(Date.parse(to) - (DEFAULT_DAYS - 1) * DAY_MS);
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  if (days >= 1 && days <= MAX_DAYS) return { from, to };
  const allowed = `"from" must not be after "to", and at most ${MAX_DAYS} days may be asked for`;
  throw new ServiceError('invalid_request', `${from} to ${to} is ${days} days: ${allowed}.`, {
    fields: [{ pointer: '/from', message: allowed }],
  });
};

/**
 * What a tenant has used, by day or by model, with its total.
 *
 * @throws ServiceError `invalid_request` if the days are in disorder or too many.
 */
export const usageReport = async (
  tenantId: string,
  query: UsageQuery,
  { usage, clock }: { readonly usage: UsageStore; readonly clock: Clock },
): Promise<UsageReportJson> => {
  const nowMs = clock();
  const { from, to } = daysOf(query, nowMs);
  const groups = new Map<string, Counts>();
  let total = NOTHING;
  for (const count of await usage.read(tenantId, from, to)) {
    const group = count[query.group_by];
    groups.set(group, add(groups.get(group) ?? NOTHING, count));
    total = add(total, count);
  }
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    object: 'usage_report',
    from,
    to,
    group_by: query.group_by,
    as_of: new Date(nowMs).toISOString(),
    data: rows.map(([group, counts]) => ({ object: 'usage', [query.group_by]: group, ...toCountsJson(counts) })),
    total: toCountsJson(total),
  };
};
