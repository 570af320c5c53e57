import { toInstant } from '#core/time/to-instant.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import type { BudgetEvent } from './budget-event.ts';

/** A budget event as others are told of it: in the log, and on an event bus. */
export const toBudgetEventJson = ({ type, tenantId, window, thresholdPercent, ...amounts }: BudgetEvent) => ({
  type,
  tenant_id: tenantId,
  subject: window.subject,
  unit: window.unit,
  renewed_at: toInstant(window.endsAtMs),
  threshold_percent: thresholdPercent,
  spent_usd: toUsd(amounts.spentMicroUsd),
  budget_usd: toUsd(amounts.budgetMicroUsd),
});
