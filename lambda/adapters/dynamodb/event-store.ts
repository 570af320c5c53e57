import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import { type EventStore, StoredEvent } from '#core/events/event-store.ts';
import { LAST } from './keys.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';
import { eventKey, eventSk, webhooksPk } from './webhook-keys.ts';

/** Keeps each event in one item of its tenant's partition of webhooks, in the order of time. */
export const createEventStore = (table: TableClient, clock: Clock): EventStore => {
  const { documents, tableName: TableName } = table;
  return {
    add: async (event) => {
      const Item = { ...eventKey(event.tenantId, event.createdAtMs, event.id), ...StoredEvent.parse(event) };
      const put = new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
      await unlessConditionFailed(documents.send(put));
    },

    get: async (tenantId, { createdAtMs, id }) => {
      const item = await readItem(table, clock, eventKey(tenantId, createdAtMs, id));
      return item && StoredEvent.parse(item);
    },

    list: async (tenantId, { fromMs, toMs, limit, after }) => {
      const afterSk = after ? eventSk(after.createdAtMs, after.id) : '';
      const fromSk = eventSk(fromMs, '');
      const [, from = fromSk] = [fromSk, afterSk].sort();
      const to = eventSk(toMs, LAST);
      // DynamoDB refuses a range that begins after its end.
      if (from > to) return { events: [], hasMore: false };
      const { Items = [], LastEvaluatedKey } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': webhooksPk(tenantId), ':from': from, ':to': to },
          ConsistentRead: true,
          // BETWEEN includes the event that the page comes after. A page may end before, at 1 MB.
          Limit: limit + 2,
        }),
      );
      const found = Items.filter(({ sk }) => sk > afterSk).map((item) => StoredEvent.parse(item));
      return { events: found.slice(0, limit), hasMore: found.length > limit || LastEvaluatedKey !== undefined };
    },
  };
};
