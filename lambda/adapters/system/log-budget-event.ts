import type { EmitBudgetEvent } from '#core/budgets/budget-event.ts';
import { toBudgetEventJson } from '#core/budgets/budget-event-json.ts';
import { writeLog } from './json-log.ts';

/** Tells of budgets in the log. */
export const logBudgetEvent: EmitBudgetEvent = async (event) => {
  writeLog({ level: 'warn', message: 'a budget has been used so far', ...toBudgetEventJson(event) });
};
