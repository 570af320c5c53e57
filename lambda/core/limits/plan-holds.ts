import type { Reservation } from '#core/budgets/ledger.ts';
import type { EffectiveQuota } from './effective-quotas.ts';
import type { Holds } from './holds.ts';
import { type TakenFor, tokensTaken } from './limit-takes.ts';
import { minuteWindow } from './minute-window.ts';

/** What a prompt will hold when it runs, to be kept with its record; `undefined` if that is nothing. */
export const planHolds = (
  quotas: readonly EffectiveQuota[],
  { tokens, nowMs }: TakenFor,
  reservations: readonly Reservation[],
): Holds | undefined => {
  const leases = quotas.filter(({ limits }) => limits.concurrentRuns !== undefined).map(({ subject }) => subject);
  const taken = quotas.flatMap(({ subject, limits: { tokensPerMinute } }) => {
    if (tokensPerMinute === undefined) return [];
    const { startsAtMs } = minuteWindow(subject, nowMs);
    return [{ subject, startsAtMs, amount: tokensTaken(tokens, tokensPerMinute) }];
  });
  const isNothing = leases.length + taken.length + reservations.length === 0;
  return isNothing ? undefined : { leases, tokens: taken, reservations: [...reservations] };
};
