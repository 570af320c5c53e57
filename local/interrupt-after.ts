import { ServiceError } from '#core/errors/service-error.ts';
import type { Pending } from './pending.ts';

/** An interrupted run has to end, and its prompt to be stored. */
const SETTLEMENT_MS = 10_000;

/** Waits for what is under way; what is not done in time is interrupted, and given a little longer to be settled. */
export const interruptAfter = async (graceMs: number, pending: Pending, shutdown: AbortController): Promise<void> => {
  await drainedWithin(pending, graceMs);
  shutdown.abort(new ServiceError('interrupted', 'The service was stopped before the answer was complete.'));
  await drainedWithin(pending, SETTLEMENT_MS);
};

const drainedWithin = async (pending: Pending, durationMs: number): Promise<void> => {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, durationMs);
  await Promise.race([pending.drained(), late]);
  clearTimeout(timer);
};
