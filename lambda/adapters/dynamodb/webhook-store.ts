import { DeleteCommand, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Webhook } from '#core/webhooks/webhook.ts';
import type { WebhookStore } from '#core/webhooks/webhook-store.ts';
import { createItem } from './create-item.ts';
import { LAST } from './keys.ts';
import { replaceVersion } from './replace-version.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';
import { webhookKey, webhookSk, webhooksPk } from './webhook-keys.ts';

/** Before every id that is made, and after that of the built-in webhook. */
const FIRST = 'whe_';

const toItem = (webhook: Webhook) => ({
  ...webhookKey(webhook.tenantId, webhook.id),
  ...Webhook.parse(webhook),
});

/** Keeps each webhook in one item of its tenant's partition of webhooks. */
export const createWebhookStore = (table: TableClient): WebhookStore => {
  const { documents, tableName: TableName } = table;

  return {
    get: async (tenantId, id) => {
      const get = new GetCommand({ TableName, Key: webhookKey(tenantId, id), ConsistentRead: true });
      const { Item } = await documents.send(get);
      return Item && Webhook.parse(Item);
    },

    list: async (tenantId, { limit, after = FIRST }) => {
      // DynamoDB refuses a range that begins after its end.
      if (after > LAST) return { webhooks: [], hasMore: false };
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': webhooksPk(tenantId),
            ':from': webhookSk(after),
            ':to': webhookSk(LAST),
          },
          ConsistentRead: true,
          // BETWEEN includes the id that the page comes after.
          Limit: limit + 2,
        }),
      );
      const found = Items.map((item) => Webhook.parse(item)).filter(({ id }) => id > after && id > FIRST);
      return { webhooks: found.slice(0, limit), hasMore: found.length > limit };
    },

    create: async (webhook) => createItem(table, toItem(webhook)),

    replace: (webhook) => replaceVersion(table, webhook, toItem),

    delete: async (tenantId, id) => {
      const Key = webhookKey(tenantId, id);
      const remove = new DeleteCommand({ TableName, Key, ConditionExpression: 'attribute_exists(pk)' });
      return (await unlessConditionFailed(documents.send(remove))) !== undefined;
    },
  };
};
