/** How often, and how long, somebody is tried to be told. */
export interface DeliveryPolicy {
  /** How long to wait before each attempt, counted from the end of the one before. */
  readonly delaysSeconds: readonly number[];
  /** What a receiver may ask for with Retry-After, at most. */
  readonly maxRetryAfterSeconds: number;
  /** Who has taken nothing for so long is not told any more. */
  readonly disableAfterMs: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/**
 * Ten attempts in about three days, as Standard Webhooks advises.
 *
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#deliverability-and-reliability
 */
export const DELIVERY_POLICY: DeliveryPolicy = {
  delaysSeconds: [
    ...[0, 5, 5 * MINUTE, 30 * MINUTE],
    ...[2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR],
  ],
  maxRetryAfterSeconds: HOUR,
  disableAfterMs: 5 * 24 * HOUR * 1000,
};
