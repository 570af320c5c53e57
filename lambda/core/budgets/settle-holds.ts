import type { Holds } from '#core/limits/holds.ts';
import type { LeaseStore } from '#core/limits/lease-store.ts';
import { minuteWindow } from '#core/limits/minute-window.ts';
import type { RateLimitStore } from '#core/limits/rate-limit-store.ts';
import type { EmitBudgetEvent } from './budget-event.ts';
import { crossedThresholds } from './crossed-thresholds.ts';
import type { Ledger, Reservation } from './ledger.ts';

/** What settling limits and budgets needs of the world. */
export interface SettleHoldsPorts {
  readonly ledger: Ledger;
  readonly leases: LeaseStore;
  readonly rateLimits: RateLimitStore;
  readonly emitBudgetEvent: EmitBudgetEvent;
}

/** A prompt that has ended, as far as limits and budgets are concerned. */
export interface EndedRun {
  readonly promptId: string;
  readonly tenantId: string;
  readonly holds: Holds;
  readonly costMicroUsd: number;
  readonly tokens: number;
  readonly endedAtMs: number;
}

const settleReservation = async (
  { promptId, tenantId, costMicroUsd }: EndedRun,
  reservation: Reservation,
  { ledger, emitBudgetEvent }: SettleHoldsPorts,
): Promise<void> => {
  const balance = await ledger.settle(promptId, reservation, costMicroUsd);
  const { budgetMicroUsd } = reservation;
  if (!balance || budgetMicroUsd === undefined) return;
  const { spentMicroUsd } = balance;
  const { microUsd: _m, budgetMicroUsd: _b, maxRequests: _r, ...window } = reservation;
  for (const thresholdPercent of crossedThresholds(budgetMicroUsd, spentMicroUsd - costMicroUsd, spentMicroUsd)) {
    await emitBudgetEvent({
      type: thresholdPercent === 100 ? 'budget.exceeded' : 'budget.threshold_reached',
      tenantId,
      window,
      thresholdPercent,
      spentMicroUsd,
      budgetMicroUsd,
    });
  }
};

/** Counts the tokens that were really used: in the minute of the estimate, or, if that is over, in the present one. */
const settleTokens = async (
  { tokens, endedAtMs }: EndedRun,
  { subject, startsAtMs, amount }: Holds['tokens'][number],
  { rateLimits }: SettleHoldsPorts,
): Promise<void> => {
  const window = minuteWindow(subject, endedAtMs);
  await rateLimits.addTokens(window, window.startsAtMs === startsAtMs ? tokens - amount : tokens);
};

/**
 * Gives back what a prompt held of limits, and books what it has cost.
 *
 * Costs are booked once, however often this is repeated; tokens of a minute may be counted again after a crash.
 */
export const settleHolds = async (run: EndedRun, ports: SettleHoldsPorts): Promise<void> => {
  const { holds, promptId } = run;
  await Promise.all([
    ...holds.reservations.map((reservation) => settleReservation(run, reservation, ports)),
    ...holds.leases.map((subject) => ports.leases.release(subject, promptId)),
    ...holds.tokens.map((held) => settleTokens(run, held, ports)),
  ]);
};
