import type { Budgets } from './budgets.ts';

/** The budgets that stand at that time: those of a raise while it lasts. */
export const budgetsAt = ({ raise, ...budgets }: Budgets, nowMs: number): Omit<Budgets, 'raise'> => {
  if (!raise || raise.untilMs <= nowMs) return budgets;
  const { untilMs: _, ...raised } = raise;
  return { ...budgets, ...raised };
};
