import type { LedgerWindow } from './ledger.ts';

/** A budget has been used to a half, to four fifths, or up. Told once per window. */
export interface BudgetEvent {
  readonly type: 'budget.threshold_reached' | 'budget.exceeded';
  readonly tenantId: string;
  readonly window: LedgerWindow;
  readonly thresholdPercent: 50 | 80 | 100;
  readonly spentMicroUsd: number;
  readonly budgetMicroUsd: number;
}

/** Tells such an event to whoever wants to know. Never rejects: a budget is kept whether or not that is heard of. */
export type EmitBudgetEvent = (event: BudgetEvent) => Promise<void>;
