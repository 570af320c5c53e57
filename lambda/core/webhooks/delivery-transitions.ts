import type { Attempt, Delivery, DeliveryFailure } from './delivery.ts';

/** More than a round has; the item stays small. */
const MAX_ATTEMPTS_KEPT = 20;

/** As long as the webhook function may run: after that an attempt was cut off, and somebody else may make it. */
const CLAIM_MS = 60_000;

/** How late a message may be without being lost: schedules are up to a minute late, and queues have queues. */
const GRACE_MS = 180_000;

/** When it is looked for again after that: not often, so that a slow queue is not filled by it. */
const SWEEP_AGAIN_MS = 900_000;

/** That the next attempt is due then. */
export const dueAt = (atMs: number) => ({ nextAttemptAtMs: atMs, checkAtMs: atMs + GRACE_MS });

/** HTTP 410: whoever is there wants to be told nothing any more. */
export const GONE = 410;

/** The delivery while somebody makes its next attempt. */
export const claimedDelivery = (delivery: Delivery, nowMs: number): Delivery => ({
  ...delivery,
  nextAttemptAtMs: nowMs + CLAIM_MS,
});

/** The delivery, after its message has been sent once more. */
export const sweptDelivery = (delivery: Delivery, nowMs: number): Delivery => ({
  ...delivery,
  checkAtMs: Math.max(nowMs, delivery.nextAttemptAtMs ?? 0) + SWEEP_AGAIN_MS,
});

/** The delivery, given up. */
export const failedDelivery = (
  { nextAttemptAtMs: _n, checkAtMs: _c, ...delivery }: Delivery,
  failure: DeliveryFailure,
): Delivery => ({ ...delivery, status: 'failed', failure });

/** The delivery, to be made (again) from now on, with all the attempts of the schedule. */
export const restartedDelivery = ({ failure: _f, ...delivery }: Delivery, nowMs: number): Delivery => ({
  ...delivery,
  status: 'pending',
  attemptsBefore: delivery.attemptCount,
  ...dueAt(nowMs),
});

/**
 * The delivery after an attempt.
 *
 * @param nextOf when the next attempt is due, after so many; `undefined`: there is none.
 */
export const afterAttempt = (
  delivery: Delivery,
  attempt: Attempt,
  nextOf: (attempts: number) => number | undefined,
): Delivery => {
  const attemptCount = delivery.attemptCount + 1;
  const attempts = [...delivery.attempts, attempt].slice(-MAX_ATTEMPTS_KEPT);
  const noted = { ...delivery, attempts, attemptCount };
  if (attempt.error === undefined) {
    const { failure: _f, nextAttemptAtMs: _n, checkAtMs: _c, ...succeeded } = noted;
    return { ...succeeded, status: 'succeeded' };
  }
  // It was asked for again, and that attempt was faster.
  if (delivery.status !== 'pending') return noted;
  if (attempt.status === GONE) return failedDelivery(noted, 'gone');
  const next = nextOf(attemptCount - delivery.attemptsBefore);
  return next === undefined ? failedDelivery(noted, 'exhausted') : { ...noted, ...dueAt(next) };
};
