import { createTableClient } from '#adapters/dynamodb/table-client.ts';
import { createWebhookStores } from '#adapters/dynamodb/webhook-stores.ts';
import { createOneTimeSchedules } from '#adapters/scheduler/one-time-schedules.ts';
import { createSqsDeliveryQueue } from '#adapters/sqs/sqs-delivery-queue.ts';
import { reportError, writeLog } from '#adapters/system/json-log.ts';
import { systemClock as clock } from '#adapters/system/system-clock.ts';
import { createPostWebhook } from '#adapters/webhooks/create-post-webhook.ts';
import { newWebhookSecret } from '#adapters/webhooks/new-webhook-secret.ts';
import { DELIVERY_POLICY } from '#core/webhooks/delivery-policy.ts';
import { soonOrLater } from '#core/webhooks/soon-or-later.ts';
import { createWebhooks } from './create-webhooks.ts';
import { readEnvironment, type WebhooksEnvironment } from './environment.ts';
import { VERSION } from './version.ts';

const environment = readEnvironment<WebhooksEnvironment>(
  ['TABLE_NAME', 'WEBHOOK_QUEUE_URL', 'SCHEDULE_GROUP_NAME', 'SCHEDULE_ROLE_ARN'],
  process.env,
);
const { TABLE_NAME: tableName, WEBHOOK_QUEUE_URL: queueUrl } = environment;
const { SCHEDULE_GROUP_NAME: groupName, SCHEDULE_ROLE_ARN: roleArn } = environment;

/** The webhook function. */
export const handler = createWebhooks({
  ...createWebhookStores(createTableClient({ tableName }), clock),
  deliveryQueue: soonOrLater(
    createSqsDeliveryQueue({ queueUrl }),
    createOneTimeSchedules({ groupName, roleArn, queueUrl, clock }),
  ),
  postWebhook: createPostWebhook({ version: VERSION, addressPolicy: { allowsLoopback: false } }),
  deliveryPolicy: DELIVERY_POLICY,
  newWebhookSecret,
  clock,
  random: Math.random,
  log: writeLog,
  report: reportError,
});
