import { addCall, type CountedCall } from '#core/runs/add-call.ts';
import type { Grant } from './grant.ts';

/**
 * The grant with what a call has used in the place of its reservation; the same grant if it was booked before.
 *
 * @param counted undefined: the call cost nothing
 */
export const bookCall = (grant: Grant, callId: string, counted: CountedCall | undefined): Grant => {
  const reservations = grant.reservations.filter((reservation) => reservation.callId !== callId);
  if (reservations.length === grant.reservations.length) return grant;
  return { ...grant, reservations, spent: counted ? addCall(grant.spent, counted) : grant.spent };
};
