import type { Grant } from './grant.ts';
import { LEASE_MS } from './reserve-call.ts';

/** The grant with that reservation's lease renewed, if half of it is over; else the same grant. */
export const extendReservation = (grant: Grant, callId: string, nowMs: number): Grant => {
  const due = grant.reservations.find((reservation) => reservation.callId === callId);
  if (!due || due.expiresAtMs - nowMs > LEASE_MS / 2) return grant;
  const extended = { ...due, expiresAtMs: nowMs + LEASE_MS };
  return {
    ...grant,
    reservations: grant.reservations.map((reservation) => (reservation === due ? extended : reservation)),
  };
};
