import type { RateLimitStore } from './rate-limit-store.ts';

/**
 * Claims the interval that is now for a job that is to be done once in each.
 *
 * @returns false if it has been claimed before. Whoever claimed it may have failed: the next interval is another try.
 */
export const claimInterval = async (
  job: string,
  intervalMs: number,
  nowMs: number,
  rateLimits: Pick<RateLimitStore, 'take'>,
): Promise<boolean> => {
  const startsAtMs = nowMs - (nowMs % intervalMs);
  const window = { subject: job, startsAtMs, endsAtMs: startsAtMs + intervalMs };
  const { isTaken } = await rateLimits.take(window, { requests: 1, tokens: 0 }, { requests: 1 });
  return isTaken;
};
