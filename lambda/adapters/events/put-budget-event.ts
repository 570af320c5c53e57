import { EventBridgeClient, type EventBridgeClientConfig, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EmitBudgetEvent } from '#core/budgets/budget-event.ts';
import { toBudgetEventJson } from '#core/budgets/budget-event-json.ts';

export interface PutBudgetEventOptions extends EventBridgeClientConfig {
  /** Told of an event that could not be put. */
  readonly report: (message: string, error: unknown) => void;
}

/**
 * Puts budget events on the default event bus of EventBridge, where rules find them by `source` and `detail-type`.
 *
 * The caller of a prompt may wait for it, so it is given up after a few seconds.
 */
export const createPutBudgetEvent = ({ report, ...config }: PutBudgetEventOptions): EmitBudgetEvent => {
  const client = new EventBridgeClient({
    ...config,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  });

  return async (event) => {
    const entry = {
      Source: 'headless-claude',
      DetailType: 'Budget threshold reached',
      Detail: JSON.stringify(toBudgetEventJson(event)),
    };
    try {
      const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: [entry] }));
      const [{ ErrorCode, ErrorMessage } = {}] = Entries;
      if (ErrorCode !== undefined) throw new Error(`${ErrorCode}: ${ErrorMessage}`);
    } catch (error) {
      report(`this event could not be put on the bus: ${entry.Detail}`, error);
    }
  };
};
