import type { Command } from 'commander';
import { nullIfNone, type OrNone, orNone, parseCount, parseUsd } from './parse.ts';

/** What the options of limits hold. */
export interface LimitValues {
  readonly requestsPerMinute?: OrNone<number>;
  readonly tokensPerMinute?: OrNone<number>;
  readonly requestsPerDay?: OrNone<number>;
  readonly concurrentRuns?: OrNone<number>;
}

/** What the options of budgets hold. */
export interface BudgetValues {
  readonly perDay?: OrNone<number>;
  readonly perMonth?: OrNone<number>;
  readonly perRun?: OrNone<number>;
}

/** Adds the options that set limits. */
export const addLimitOptions = (command: Command): Command =>
  command
    .option('--requests-per-minute <n>', 'limit; "none" takes it away', orNone(parseCount))
    .option('--tokens-per-minute <n>', 'limit; "none" takes it away', orNone(parseCount))
    .option('--requests-per-day <n>', 'limit; "none" takes it away', orNone(parseCount))
    .option('--concurrent-runs <n>', 'limit; "none" takes it away', orNone(parseCount));

/** Adds the options that set budgets. */
export const addBudgetOptions = (command: Command): Command =>
  command
    .option('--per-day <usd>', 'budget of a day; "none" takes it away', orNone(parseUsd))
    .option('--per-month <usd>', 'budget of a month; "none" takes it away', orNone(parseUsd))
    .option('--per-run <usd>', 'what one run may cost; "none" takes it away', orNone(parseUsd));

/** The limits of those options, as the API takes them. */
export const limitsBody = (values: LimitValues): object => ({
  limits: {
    requests_per_minute: nullIfNone(values.requestsPerMinute),
    tokens_per_minute: nullIfNone(values.tokensPerMinute),
    requests_per_day: nullIfNone(values.requestsPerDay),
    concurrent_runs: nullIfNone(values.concurrentRuns),
  },
});

/** The budgets of those options, as the API takes them. */
export const budgetsBody = (values: BudgetValues): object => ({
  budgets: {
    per_day_usd: nullIfNone(values.perDay),
    per_month_usd: nullIfNone(values.perMonth),
    per_run_usd: nullIfNone(values.perRun),
  },
});
