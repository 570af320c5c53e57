import type { Clock } from '#core/clock.ts';
import type { PublishEvent } from '#core/events/service-event.ts';
import type { BudgetEvent, EmitBudgetEvent } from './budget-event.ts';
import { toBudgetEventJson } from './budget-event-json.ts';

/** What telling webhooks of budgets needs of the world. */
export interface PublishBudgetEventPorts {
  readonly publishEvent: PublishEvent;
  readonly namedId: (prefix: string, atMs: number, name: string) => string;
  readonly clock: Clock;
  /** Told of an event that could not be published. */
  readonly report: (message: string, error: unknown) => void;
}

/** The same for the same part of the same budget in the same window: a budget that was raised has parts of its own. */
const nameOf = ({ tenantId, window, thresholdPercent, budgetMicroUsd }: BudgetEvent): string =>
  [tenantId, window.subject, window.unit, window.startsAtMs, thresholdPercent, budgetMicroUsd].join(' ');

/** Tells the tenant's webhooks of its budgets. */
export const createPublishBudgetEvent =
  ({ publishEvent, namedId, clock, report }: PublishBudgetEventPorts): EmitBudgetEvent =>
  async (event) => {
    const { type, tenantId, window } = event;
    const { type: _, ...data } = toBudgetEventJson(event);
    const id = namedId('evt', window.startsAtMs, nameOf(event));
    try {
      await publishEvent({ id, type, tenantId, createdAtMs: clock(), data });
    } catch (error) {
      report(`webhooks could not be told of a budget: ${id}`, error);
    }
  };
