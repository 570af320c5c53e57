import type { EffectiveQuota } from '#core/limits/effective-quotas.ts';
import type { Settings } from '#core/settings.ts';
import { calendarWindow } from './calendar-window.ts';
import type { Reservation } from './ledger.ts';

/** The most that a run may cost, before it is known what is left of its budgets. */
export const cappedCost = (askedMicroUsd: number, quotas: readonly EffectiveQuota[]): number =>
  Math.min(
    askedMicroUsd,
    ...quotas
      .flatMap(({ budgets }) => [budgets.perRunMicroUsd, budgets.perDayMicroUsd, budgets.perMonthMicroUsd])
      .filter((amount) => amount !== undefined),
  );

/** What a prompt is to reserve in the day and the month of a caller or a tenant, as far as something is set there. */
export const planReservations = (
  { subject, limits, budgets }: EffectiveQuota,
  microUsd: number,
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
            microUsd: budgetMicroUsd === undefined ? 0 : microUsd,
            ...(budgetMicroUsd !== undefined && { budgetMicroUsd }),
            ...(maxRequests !== undefined && { maxRequests }),
          },
        ];
  return [...planned('day', budgets.perDayMicroUsd, requestsPerDay), ...planned('month', budgets.perMonthMicroUsd)];
};
