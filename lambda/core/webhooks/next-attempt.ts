import type { DeliveryPolicy } from './delivery-policy.ts';

/** What has become of the attempt before. */
export interface FailedAttempt {
  /** Attempts since the delivery was asked for, that one included. */
  readonly attempts: number;
  readonly endedAtMs: number;
  /** @default - the receiver asked for nothing */
  readonly retryAfterSeconds?: number | undefined;
}

/** Receivers that failed together are not to be tried together. */
const JITTER = 0.1;

/**
 * When to try again; `undefined`: not any more.
 *
 * @param random from 0 to 1.
 */
export const nextAttemptAtMs = (
  { attempts, endedAtMs, retryAfterSeconds = 0 }: FailedAttempt,
  { delaysSeconds, maxRetryAfterSeconds }: DeliveryPolicy,
  random: number,
): number | undefined => {
  const delay = delaysSeconds[attempts];
  if (delay === undefined) return undefined;
  const jittered = delay * (1 - JITTER + 2 * JITTER * random);
  const waitSeconds = Math.max(jittered, Math.min(retryAfterSeconds, maxRetryAfterSeconds));
  return endedAtMs + Math.round(waitSeconds * 1000);
};
