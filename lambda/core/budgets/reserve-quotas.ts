import type { Clock } from '#core/clock.ts';
import type { RateLimit } from '#core/limits/rate-limit-headers.ts';
import { leastLeft } from './least-cost.ts';
import type { Balance, Ledger, Reservation } from './ledger.ts';
import { budgetRefusal, dayLimit, isOutOfRequests, requestsRefusal } from './quota-refusal.ts';

/** What budgets need of the world. */
export interface ReservePorts {
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** What a prompt wants to reserve. */
export interface Wanted {
  readonly promptId: string;
  /** Of its caller, then of its tenant. */
  readonly planned: readonly (readonly Reservation[])[];
  /** The most that the run may cost, whatever is left. */
  readonly maxCostMicroUsd: number;
  /** What the run costs at least, also if it may cost less. */
  readonly leastMicroUsd: number;
  /** What it has taken of other limits: told with a refusal. */
  readonly limits: readonly RateLimit[];
}

/** What a prompt has reserved. */
export interface Reserved {
  readonly reservations: readonly Reservation[];
  /** The most that the run may cost. */
  readonly maxCostMicroUsd: number;
  /**
   * What the tightest budget has left, before the run has cost anything: neither spent, nor reserved for others.
   * @default - no budget is set
   */
  readonly budgetLeftMicroUsd?: number;
  /** All limits, as they stand now. */
  readonly limits: readonly RateLimit[];
}

interface Made {
  readonly reservation: Reservation;
  readonly balance: Balance;
}

/** What a budget has left that is neither spent nor reserved for others. */
const leftOf = ({ reservation: { budgetMicroUsd, microUsd }, balance }: Made): number[] =>
  budgetMicroUsd === undefined ? [] : [budgetMicroUsd - balance.spentMicroUsd - balance.reservedMicroUsd + microUsd];

/** Others may take of what is left between learning of it and reserving it. */
const MAX_TRIES = 5;

/** Reserves what was planned, or, if less is left, that. @throws ServiceError if nothing worth it is left. */
const reserve = async (
  { promptId, limits, leastMicroUsd }: Wanted,
  planned: Reservation,
  { ledger, clock }: ReservePorts,
): Promise<Made> => {
  const { budgetMicroUsd = 0 } = planned;
  let reservation = planned;
  for (let tries = 1; ; tries += 1) {
    const { isReserved, balance } = await ledger.reserve(promptId, reservation);
    if (isReserved) return { reservation, balance };
    if (isOutOfRequests(reservation, balance)) {
      const limit = dayLimit(reservation, balance, clock());
      throw requestsRefusal(reservation, limit ? [...limits, limit] : limits, clock());
    }
    const left = budgetMicroUsd - balance.spentMicroUsd - balance.reservedMicroUsd;
    if (left < leastLeft(budgetMicroUsd, leastMicroUsd) || tries === MAX_TRIES) {
      throw budgetRefusal(reservation, balance, leastMicroUsd);
    }
    reservation = { ...planned, microUsd: Math.min(planned.microUsd, left) };
  }
};

/**
 * Reserves for a prompt in the days and months of its caller, then of its tenant; or refuses.
 *
 * If a budget has less left than planned, but not too little, the run may cost that much. What was reserved before a
 * refusal, or a failure, is to be cancelled: `cancelReservations`.
 *
 * @throws ServiceError `budget_exceeded`, `rate_limit_exceeded` if a day has seen as many requests as it may.
 */
export const reserveQuotas = async (wanted: Wanted, ports: ReservePorts): Promise<Reserved> => {
  const made: Made[] = [];
  let { maxCostMicroUsd } = wanted;
  for (const reservations of wanted.planned) {
    // No more is reserved than what an earlier budget has left, but what the run costs at least.
    const mostMicroUsd = (budgetMicroUsd = 0) =>
      Math.max(maxCostMicroUsd, leastLeft(budgetMicroUsd, wanted.leastMicroUsd));
    const capped = reservations.map((one) => ({
      ...one,
      microUsd: Math.min(one.microUsd, mostMicroUsd(one.budgetMicroUsd)),
    }));
    const results = await Promise.allSettled(capped.map((reservation) => reserve(wanted, reservation, ports)));
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    for (const result of results) if (result.status === 'fulfilled') made.push(result.value);
    const budgeted = made.filter(({ reservation }) => reservation.budgetMicroUsd !== undefined);
    maxCostMicroUsd = Math.min(maxCostMicroUsd, ...budgeted.map(({ reservation }) => reservation.microUsd));
  }
  const nowMs = ports.clock();
  const left = made.flatMap(leftOf);
  return {
    reservations: made.map(({ reservation }) => reservation),
    maxCostMicroUsd,
    ...(left.length > 0 && { budgetLeftMicroUsd: Math.min(...left) }),
    limits: [
      ...wanted.limits,
      ...made
        .map(({ reservation, balance }) => dayLimit(reservation, balance, nowMs))
        .filter((limit) => limit !== undefined),
    ],
  };
};

/** Takes back whatever of that a refused prompt has reserved. Safe to repeat. */
export const cancelReservations = async (
  promptId: string,
  planned: readonly Reservation[],
  ledger: Ledger,
): Promise<void> => {
  await Promise.all(planned.map((reservation) => ledger.cancel(promptId, reservation)));
};
