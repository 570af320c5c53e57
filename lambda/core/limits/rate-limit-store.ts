/** A counter of one limit in one window of time. */
export interface RateWindow {
  /** Whose limit, such as `principal:<id>` or `tenant:<id>`. */
  readonly subject: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly limit: number;
}

/** Counts requests per window, atomically. */
export interface RateLimitStore {
  /** Takes one of the window's places. @returns how many are taken now, or `undefined` if all were. */
  take(window: RateWindow): Promise<number | undefined>;
  /** Gives back a place that was taken and not used. */
  release(window: RateWindow): Promise<void>;
}
