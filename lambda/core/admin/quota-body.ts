import { z } from 'zod';
import type { Budgets } from '#core/budgets/budgets.ts';
import type { Limits } from '#core/limits/limits.ts';
import type { Quota } from '#core/limits/quota.ts';
import { futureMs } from './future-ms.ts';

/** Of anything that is limited: what is counted stays far from where numbers lose their last digits. */
const MOST = 1_000_000_000;

const limit = z.int().positive().max(MOST).nullish();
const usd = z.number().min(0.000001).max(MOST).nullish();

/** Limits as administrators set them: null takes one away, what is left out stays as it is. */
const LimitsBody = z.strictObject({
  requests_per_minute: limit,
  tokens_per_minute: limit,
  requests_per_day: limit,
  concurrent_runs: limit,
});

const RaiseBody = z
  .strictObject({
    per_day_usd: usd,
    per_month_usd: usd,
    until: z.iso.datetime({ offset: true }).meta({ description: 'When it ends: RFC 3339.' }),
  })
  .refine((raise) => raise.per_day_usd ?? raise.per_month_usd, 'must have per_day_usd, per_month_usd, or both');

/** Budgets as administrators set them, in the same way. */
const BudgetsBody = z.strictObject({
  per_day_usd: usd,
  per_month_usd: usd,
  per_run_usd: usd,
  raise: RaiseBody.nullish().meta({ description: 'Other budgets for a day and a month until then.' }),
});

/** The part of a tenant's or a key's body that sets limits and budgets. */
export const QuotaBody = z.strictObject({ limits: LimitsBody.optional(), budgets: BudgetsBody.optional() });
export type QuotaBody = z.infer<typeof QuotaBody>;

/** What is left of `before` and `changes` together: undefined in a change keeps what was, null takes it away. */
const merged = <T extends object>(before: T, changes: { readonly [name in keyof T]?: T[name] | null | undefined }): T =>
  Object.fromEntries(
    Object.entries({
      ...before,
      ...Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)),
    }).filter(([, value]) => value !== null),
  ) as T;

const microUsd = <T extends number | null | undefined>(usdAmount: T): T =>
  (typeof usdAmount === 'number' ? Math.round(usdAmount * 1_000_000) : usdAmount) as T;

const toRaise = (
  raise: z.infer<typeof RaiseBody> | null | undefined,
  nowMs: number,
): Budgets['raise'] | null | undefined =>
  raise && {
    ...merged<Pick<Budgets, 'perDayMicroUsd' | 'perMonthMicroUsd'>>(
      {},
      { perDayMicroUsd: microUsd(raise.per_day_usd), perMonthMicroUsd: microUsd(raise.per_month_usd) },
    ),
    untilMs: futureMs(raise.until, '/budgets/raise/until', nowMs),
  };

/**
 * Limits and budgets with those changes.
 *
 * @throws ServiceError `invalid_request` if a raise would be over by now.
 */
export const changedQuota = (
  before: Quota,
  { limits = {}, budgets = {} }: QuotaBody,
  nowMs: number,
): Required<Quota> => ({
  limits: merged<Limits>(before.limits ?? {}, {
    requestsPerMinute: limits.requests_per_minute,
    tokensPerMinute: limits.tokens_per_minute,
    requestsPerDay: limits.requests_per_day,
    concurrentRuns: limits.concurrent_runs,
  }),
  budgets: merged<Budgets>(before.budgets ?? {}, {
    perDayMicroUsd: microUsd(budgets.per_day_usd),
    perMonthMicroUsd: microUsd(budgets.per_month_usd),
    perRunMicroUsd: microUsd(budgets.per_run_usd),
    raise: toRaise(budgets.raise, nowMs),
  }),
});
