import type { TableClient } from '#adapters/dynamodb/table-client.ts';
import { createWebhookStores } from '#adapters/dynamodb/webhook-stores.ts';
import { createPutBudgetEvent } from '#adapters/events/put-budget-event.ts';
import { createSqsDeliveryQueue } from '#adapters/sqs/sqs-delivery-queue.ts';
import { reportError as report } from '#adapters/system/json-log.ts';
import { namedId } from '#adapters/system/named-id.ts';
import { newId } from '#adapters/system/new-id.ts';
import { systemClock as clock } from '#adapters/system/system-clock.ts';
import { newWebhookSecret } from '#adapters/webhooks/new-webhook-secret.ts';
import { emitToAll } from '#core/budgets/emit-to-all.ts';
import { createPublishBudgetEvent } from '#core/budgets/publish-budget-event.ts';
import { createPublishEvent } from '#core/webhooks/publish-event.ts';
import type { QueueEnvironment } from './environment.ts';

/** What the functions need of the world that manage webhooks, or tell them of events, on AWS. */
export const createWebhookPorts = (
  { WEBHOOK_QUEUE_URL: queueUrl }: Pick<QueueEnvironment, 'WEBHOOK_QUEUE_URL'>,
  table: TableClient,
) => {
  const stores = createWebhookStores(table, clock);
  const deliveryQueue = createSqsDeliveryQueue({ queueUrl });
  const publishEvent = createPublishEvent({ ...stores, deliveryQueue, namedId, clock });
  return {
    ...stores,
    deliveryQueue,
    newId,
    namedId,
    clock,
    newWebhookSecret,
    addressPolicy: { allowsLoopback: false },
    publishEvent,
    emitBudgetEvent: emitToAll(
      createPutBudgetEvent({ report }),
      createPublishBudgetEvent({ publishEvent, namedId, clock, report }),
    ),
  };
};
