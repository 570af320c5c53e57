import { addUsage, NO_USAGE, type TokenUsage } from '#core/runs/token-usage.ts';

/** What is counted of prompts. */
export interface UsageCounts extends TokenUsage {
  readonly requests: number;
  readonly errors: number;
  readonly costMicroUsd: number;
  /** How long their runs took. */
  readonly runMs: number;
}

/** No prompts. */
export const NO_COUNTS: UsageCounts = { ...NO_USAGE, requests: 0, errors: 0, costMicroUsd: 0, runMs: 0 };

/** The sum of two counts, number by number. */
export const addCounts = (a: UsageCounts, b: Partial<UsageCounts>): UsageCounts => ({
  ...addUsage(a, { ...NO_USAGE, ...b }),
  requests: a.requests + (b.requests ?? 0),
  errors: a.errors + (b.errors ?? 0),
  costMicroUsd: a.costMicroUsd + (b.costMicroUsd ?? 0),
  runMs: a.runMs + (b.runMs ?? 0),
});
