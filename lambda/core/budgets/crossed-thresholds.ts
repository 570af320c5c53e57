import type { BudgetEvent } from './budget-event.ts';
import { LEAST_RUN_MICRO_USD } from './least-run-micro-usd.ts';

const THRESHOLDS = [50, 80, 100] as const;

/**
 * Which shares of a budget were passed when that was spent.
 *
 * A budget is used up already when too little is left to start a run with.
 */
export const crossedThresholds = (
  budgetMicroUsd: number,
  beforeMicroUsd: number,
  afterMicroUsd: number,
): readonly BudgetEvent['thresholdPercent'][] =>
  THRESHOLDS.filter((percent) => {
    const usedUp = Math.max(1, budgetMicroUsd - LEAST_RUN_MICRO_USD + 1);
    const threshold = percent === 100 ? usedUp : (budgetMicroUsd * percent) / 100;
    return beforeMicroUsd < threshold && threshold <= afterMicroUsd;
  });
