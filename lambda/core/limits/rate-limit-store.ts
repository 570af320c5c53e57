/** A window of time of a subject's, in which requests and tokens are counted. */
export interface RateWindow {
  /** Whose, such as `principal:<id>` or `tenant:<id>`. */
  readonly subject: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
}

/** What is counted in a window, or taken of it. */
export interface RateCounts {
  readonly requests: number;
  readonly tokens: number;
}

/** Whether something was taken, and what the window has seen by then. */
export interface RateAnswer {
  readonly isTaken: boolean;
  readonly counts: RateCounts;
}

/** Counts requests and tokens per window, atomically. */
export interface RateLimitStore {
  /** Takes so much, unless the window has then seen more than the limits that are given. */
  take(window: RateWindow, amounts: RateCounts, limits: Partial<RateCounts>): Promise<RateAnswer>;
  /** Gives back what was taken and not used. */
  release(window: RateWindow, amounts: RateCounts): Promise<void>;
  /** Counts tokens past any limit; less than nothing, if fewer were used than taken. */
  addTokens(window: RateWindow, tokens: number): Promise<void>;
  read(window: RateWindow): Promise<RateCounts>;
}
