import { toUsd } from '#core/usage/to-usd.ts';

/** The name of the header that says how much is left of the budgets that a prompt counts against. */
export const BUDGET_REMAINING_HEADER = 'headless-claude-budget-remaining-usd';

/** That header; none if no budget is set. A run may have passed its budget by a response, which leaves nothing. */
export const budgetRemainingHeader = (leftMicroUsd: number | undefined): Readonly<Record<string, string>> =>
  leftMicroUsd === undefined ? {} : { [BUDGET_REMAINING_HEADER]: String(toUsd(Math.max(0, leftMicroUsd))) };
