import { z } from 'zod';
import type { Quota } from '#core/limits/quota.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { toUsd } from '#core/usage/to-usd.ts';

const limit = z.int().nullable();
const usd = z.number().nullable();

/** Limits and budgets as administrators see them; null: not set. */
export const QuotaJson = z.object({
  limits: z.object({
    requests_per_minute: limit,
    tokens_per_minute: limit,
    requests_per_day: limit,
    concurrent_runs: limit,
  }),
  budgets: z.object({
    per_day_usd: usd,
    per_month_usd: usd,
    per_run_usd: usd,
    raise: z.object({ per_day_usd: usd, per_month_usd: usd, until: z.iso.datetime() }).nullable(),
  }),
});

const usdOf = (microUsd: number | undefined): number | null => (microUsd === undefined ? null : toUsd(microUsd));

/** Limits and budgets as administrators see them. */
export const toQuotaJson = ({ limits = {}, budgets = {} }: Quota): z.infer<typeof QuotaJson> => {
  const { raise } = budgets;
  return {
    limits: {
      requests_per_minute: limits.requestsPerMinute ?? null,
      tokens_per_minute: limits.tokensPerMinute ?? null,
      requests_per_day: limits.requestsPerDay ?? null,
      concurrent_runs: limits.concurrentRuns ?? null,
    },
    budgets: {
      per_day_usd: usdOf(budgets.perDayMicroUsd),
      per_month_usd: usdOf(budgets.perMonthMicroUsd),
      per_run_usd: usdOf(budgets.perRunMicroUsd),
      raise: raise
        ? {
            per_day_usd: usdOf(raise.perDayMicroUsd),
            per_month_usd: usdOf(raise.perMonthMicroUsd),
            until: toInstant(raise.untilMs),
          }
        : null,
    },
  };
};
