import type { EffectiveQuota } from '#core/limits/effective-quotas.ts';
import type { Settings } from '#core/settings.ts';
import { calendarWindow } from './calendar-window.ts';
import { leastLeft } from './least-cost.ts';
import type { Reservation } from './ledger.ts';

/** The most that a run may cost, before it is known what is left of its budgets. */
export const cappedCost = (askedMicroUsd: number, quotas: readonly EffectiveQuota[]): number =>
  Math.min(
    askedMicroUsd,
    ...quotas
      .flatMap(({ budgets }) => [budgets.perRunMicroUsd, budgets.perDayMicroUsd, budgets.perMonthMicroUsd])
      .filter((amount) => amount !== undefined),
  );

/**
 * What a prompt is to reserve in the day and the month of a caller or a tenant, as far as something is set there.
 *
 * @param cost what it may cost at most, and what it costs at least even then, in micro-USD.
 */
export const planReservations = (
  { subject, limits, budgets }: EffectiveQuota,
  cost: { readonly mostMicroUsd: number; readonly leastMicroUsd: number },
  nowMs: number,
  { timeZone }: Settings,
): readonly Reservation[] => {
  const { requestsPerDay } = limits;
  const planned = (unit: 'day' | 'month', budgetMicroUsd: number | undefined, maxRequests?: number): Reservation[] =>
    budgetMicroUsd === undefined && maxRequests === undefined
      ? []
      : [
          {
            subject,
            ...calendarWindow(unit, nowMs, timeZone),
            microUsd:
              budgetMicroUsd === undefined
                ? 0
                : Math.max(cost.mostMicroUsd, leastLeft(budgetMicroUsd, cost.leastMicroUsd)),
            ...(budgetMicroUsd !== undefined && { budgetMicroUsd }),
            ...(maxRequests !== undefined && { maxRequests }),
          },
        ];
  return [...planned('day', budgets.perDayMicroUsd, requestsPerDay), ...planned('month', budgets.perMonthMicroUsd)];
};
