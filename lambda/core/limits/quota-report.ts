import { calendarWindow } from '#core/budgets/calendar-window.ts';
import type { Balance, Ledger, LedgerWindow } from '#core/budgets/ledger.ts';
import type { Settings } from '#core/settings.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import type { EffectiveQuota } from './effective-quotas.ts';
import type { LeaseStore } from './lease-store.ts';
import type { BudgetJson, LimitJson, QuotaReportJson } from './limits-json.ts';
import { minuteWindow } from './minute-window.ts';
import type { PolicyName } from './rate-limit-headers.ts';
import type { RateCounts, RateLimitStore } from './rate-limit-store.ts';

/** What knowing how much is used needs of the world. */
export interface QuotaReportPorts {
  readonly rateLimits: Pick<RateLimitStore, 'read'>;
  readonly leases: Pick<LeaseStore, 'count'>;
  readonly ledger: Pick<Ledger, 'read'>;
  readonly settings: Settings;
}

interface Period {
  readonly window: LedgerWindow;
  readonly balance: Balance;
}

type NamedLimit = LimitJson & { readonly policy: PolicyName };

const left = (limit: number, used: number) => ({ limit, used, remaining: Math.max(0, limit - used) });

const budgetJson = ({ window, balance }: Period, budgetMicroUsd: number): BudgetJson => {
  const { spentMicroUsd, reservedMicroUsd } = balance;
  return {
    period: window.unit,
    budget_usd: toUsd(budgetMicroUsd),
    spent_usd: toUsd(spentMicroUsd),
    reserved_usd: toUsd(reservedMicroUsd),
    remaining_usd: toUsd(Math.max(0, budgetMicroUsd - spentMicroUsd - reservedMicroUsd)),
    resets_at: toInstant(window.endsAtMs),
  };
};

/** How much is used of the limits and budgets of one caller or tenant. Only what is limited is read. */
export const quotaReport = async (
  id: string,
  { subject, of, limits, budgets }: EffectiveQuota,
  nowMs: number,
  { rateLimits, leases, ledger, settings }: QuotaReportPorts,
): Promise<QuotaReportJson> => {
  const { requestsPerMinute, tokensPerMinute, requestsPerDay, concurrentRuns } = limits;
  const { perDayMicroUsd, perMonthMicroUsd, perRunMicroUsd } = budgets;

  const window = minuteWindow(subject, nowMs);
  const ofMinute = (counts: RateCounts, unit: keyof RateCounts, policy: PolicyName, limit: number | undefined) =>
    limit === undefined ? [] : [{ policy, unit, ...left(limit, counts[unit]), resets_at: toInstant(window.endsAtMs) }];
  const period = async (unit: 'day' | 'month'): Promise<Period> => {
    const window = { subject, ...calendarWindow(unit, nowMs, settings.timeZone) };
    return { window, balance: await ledger.read(window) };
  };
  const unless = <T>(value: number | undefined, read: (value: number) => Promise<T>) =>
    value === undefined ? undefined : read(value);

  const [counts, ofRuns, day, month] = await Promise.all([
    unless(requestsPerMinute ?? tokensPerMinute, () => rateLimits.read(window)),
    unless(concurrentRuns, async (limit): Promise<NamedLimit> => {
      const used = left(limit, await leases.count(subject));
      return { policy: `${of}-concurrent`, unit: 'concurrent-requests', ...used, resets_at: null };
    }),
    unless(requestsPerDay ?? perDayMicroUsd, () => period('day')),
    unless(perMonthMicroUsd, () => period('month')),
  ]);
  const ofDay: NamedLimit | undefined =
    day && requestsPerDay !== undefined
      ? {
          ...{ policy: `${of}-day`, unit: 'requests', ...left(requestsPerDay, day.balance.requests) },
          resets_at: toInstant(day.window.endsAtMs),
        }
      : undefined;
  return {
    id,
    limits: [
      ...(counts ? ofMinute(counts, 'requests', `${of}-minute`, requestsPerMinute) : []),
      ...(counts ? ofMinute(counts, 'tokens', `${of}-tokens`, tokensPerMinute) : []),
      ...[ofDay, ofRuns].filter((limit) => limit !== undefined),
    ],
    budgets: [
      ...(day && perDayMicroUsd !== undefined ? [budgetJson(day, perDayMicroUsd)] : []),
      ...(month && perMonthMicroUsd !== undefined ? [budgetJson(month, perMonthMicroUsd)] : []),
    ],
    max_run_cost_usd: perRunMicroUsd === undefined ? null : toUsd(perRunMicroUsd),
  };
};
