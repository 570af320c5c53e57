import { type CallReservation, type Grant, isOpen } from './grant.ts';
import { isItsTurn } from './is-its-turn.ts';

/** So long a reservation holds up others, unless it is extended. */
export const LEASE_MS = 60_000;

/** Keeps the item small, and one run from taking all of the gate function's environments. */
const MAX_CALLS_AT_ONCE = 32;

/**
 * The grant with a reservation for a call; the same grant if the call may not be made, or not yet.
 *
 * Several calls at once only while all of them together cannot pass the budget, so that a run passes it by one answer
 * at most.
 */
export const reserveCall = (grant: Grant, reservation: CallReservation, nowMs: number): Grant => {
  const { reservations, spent, maxCostMicroUsd } = grant;
  if (!isOpen(grant, nowMs) || spent.costMicroUsd >= maxCostMicroUsd) return grant;
  const inFlight = reservations.filter(({ expiresAtMs }) => expiresAtMs > nowMs);
  if (inFlight.length >= MAX_CALLS_AT_ONCE) return grant;
  const mayGo = isItsTurn({
    spentMicroUsd: spent.costMicroUsd,
    reservedMicroUsd: inFlight.reduce((sum, { most }) => sum + most.costMicroUsd, 0),
    mostMicroUsd: reservation.most.costMicroUsd,
    maxCostMicroUsd,
  });
  return mayGo ? { ...grant, reservations: [...reservations, reservation] } : grant;
};
