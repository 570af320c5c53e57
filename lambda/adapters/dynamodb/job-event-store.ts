import { DeleteCommand, PutCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { JobEventStore } from '#core/jobs/job-event-store.ts';
import type { BodyStore } from '#core/prompts/body-store.ts';
import { jobEventSk, jobEventsPk } from './job-keys.ts';
import { LAST } from './keys.ts';
import { placeText } from './place-text.ts';
import type { TableClient } from './table-client.ts';

/** More goes to the body store: an item may have 400 KB. */
const MAX_INLINE_BYTES = 300 * 1024;

const Events = z.array(z.object({ seq: z.int(), event: z.string(), data: z.looseObject({}) }));
const EventsItem = z.object({
  pk: z.string(),
  sk: z.string(),
  events: z.string().exactOptional(),
  bodyKey: z.string().exactOptional(),
});
type EventsItem = z.infer<typeof EventsItem>;

/** Keeps what was appended together in one item, under the number of its last event. */
export const createJobEventStore = (table: TableClient, bodies: BodyStore): JobEventStore => {
  const { documents, tableName: TableName } = table;

  const items = async function* (pk: string, afterSeq: number): AsyncGenerator<EventsItem, void, void> {
    let startKey: QueryCommandOutput['LastEvaluatedKey'];
    do {
      const page: QueryCommandOutput = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':pk': pk, ':from': jobEventSk(afterSeq + 1), ':to': LAST },
          ConsistentRead: true,
          ExclusiveStartKey: startKey,
        }),
      );
      for (const item of page.Items ?? []) yield EventsItem.parse(item);
      startKey = page.LastEvaluatedKey;
    } while (startKey);
  };

  return {
    append: async ({ tenantId, id, expiresAtSeconds }, events) => {
      const last = events.at(-1);
      if (!last) return;
      const bodyKey = `events/${tenantId}/${id}/${last.seq}`;
      const placed = await placeText(JSON.stringify(events), bodyKey, bodies, MAX_INLINE_BYTES);
      const key = { pk: jobEventsPk(tenantId, id), sk: jobEventSk(last.seq) };
      const Item = { ...key, expiresAtSeconds, ...('text' in placed ? { events: placed.text } : placed) };
      await documents.send(new PutCommand({ TableName, Item }));
    },

    async *read({ tenantId, id }, afterSeq) {
      for await (const { events, bodyKey } of items(jobEventsPk(tenantId, id), afterSeq)) {
        const text = bodyKey === undefined ? events : await bodies.get(bodyKey);
        for (const event of Events.parse(JSON.parse(text ?? '[]'))) if (event.seq > afterSeq) yield event;
      }
    },

    lastSeq: async ({ tenantId, id }) => {
      const { Items: [item] = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': jobEventsPk(tenantId, id) },
          ProjectionExpression: 'sk',
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: 1,
        }),
      );
      return Number(item?.['sk'] ?? 0);
    },

    deleteAll: async ({ tenantId, id }) => {
      for await (const { pk, sk, bodyKey } of items(jobEventsPk(tenantId, id), 0)) {
        await documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
        if (bodyKey !== undefined) await bodies.delete(bodyKey);
      }
    },
  };
};
