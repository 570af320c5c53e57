import type { Command } from 'commander';
import { orNone, parseCount, parseUsd } from './parse.ts';

/** What those options hold: null takes away what is set. */
export interface LimitValues {
  readonly requestsPerMinute?: number | null;
  readonly tokensPerMinute?: number | null;
  readonly requestsPerDay?: number | null;
  readonly concurrentRuns?: number | null;
}

export interface BudgetValues {
  readonly perDay?: number | null;
  readonly perMonth?: number | null;
  readonly perRun?: number | null;
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
    requests_per_minute: values.requestsPerMinute,
    tokens_per_minute: values.tokensPerMinute,
    requests_per_day: values.requestsPerDay,
    concurrent_runs: values.concurrentRuns,
  },
});

/** The budgets of those options, as the API takes them. */
export const budgetsBody = (values: BudgetValues): object => ({
  budgets: { per_day_usd: values.perDay, per_month_usd: values.perMonth, per_run_usd: values.perRun },
});
