import type { EmitBudgetEvent } from '#core/budgets/budget-event.ts';
import { toUsd } from '#core/usage/usage-json.ts';
import { writeLog } from './json-log.ts';

/** Tells of budgets in the log, where a metric filter or a subscription finds the `type`. */
export const logBudgetEvent: EmitBudgetEvent = async ({ type, tenantId, window, thresholdPercent, ...amounts }) => {
  writeLog({
    level: 'warn',
    message: 'a budget has been used so far',
    type,
    tenant_id: tenantId,
    subject: window.subject,
    unit: window.unit,
    renewed_at: new Date(window.endsAtMs).toISOString(),
    threshold_percent: thresholdPercent,
    spent_usd: toUsd(amounts.spentMicroUsd),
    budget_usd: toUsd(amounts.budgetMicroUsd),
  });
};
