import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import type { IdPage, IdQuery } from '#core/http/id-query.ts';
import { LAST, tenantPk } from './keys.ts';
import type { TableClient } from './table-client.ts';

/** Which items of a tenant to list. */
export interface IdList extends IdQuery {
  readonly tenantId: string;
  /** What their sort keys begin with; the id follows. */
  readonly prefix: string;
  /** What an attribute must be, if not all are wanted. */
  readonly only?: readonly [attribute: string, value: string];
}

type Item = Readonly<Record<string, unknown>> & { readonly sk: string };

/** Filters drop items after they were read and paid for, so one call reads this much and no more. */
const MAX_READS = 20;
const ITEMS_PER_FILTERED_READ = 200;

/** The direction to read in, and the keys to read between. */
const toRange = ({ prefix, order = 'desc', after, before }: IdList) => {
  const isBackward = after === undefined && before !== undefined;
  const isRising = (order === 'asc') !== isBackward;
  const cursor = after ?? before;
  const from = prefix + (isRising && cursor !== undefined ? cursor : '');
  const to = prefix + (isRising || cursor === undefined ? LAST : cursor);
  return { isBackward, isRising, from, to, cursor: prefix + (cursor ?? '') };
};

const toFilter = (only: IdList['only'], nowMs: number) => ({
  FilterExpression: `expiresAtSeconds > :now${only ? ' AND #only = :only' : ''}`,
  ...(only && { ExpressionAttributeNames: { '#only': only[0] } }),
  values: { ':now': Math.floor(nowMs / 1000), ...(only && { ':only': only[1] }) },
});

const readMatching = async ({ documents, tableName: TableName }: TableClient, clock: Clock, list: IdList) => {
  const { isRising, from, to, cursor } = toRange(list);
  // DynamoDB refuses a range that begins after its end.
  if (from > to) return { found: [] };
  const { values, ...filter } = toFilter(list.only, clock());
  const found: Item[] = [];
  let startKey: QueryCommandInput['ExclusiveStartKey'];
  for (let reads = 0; reads < MAX_READS; reads += 1) {
    const page = await documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ...filter,
        ExpressionAttributeValues: { ...values, ':pk': tenantPk(list.tenantId), ':from': from, ':to': to },
        ScanIndexForward: isRising,
        ConsistentRead: true,
        Limit: list.only ? ITEMS_PER_FILTERED_READ : list.limit + 2,
        ExclusiveStartKey: startKey,
      }),
    );
    // BETWEEN includes its ends, the page does not.
    for (const item of (page.Items ?? []) as Item[]) if (item.sk !== cursor) found.push(item);
    startKey = page.LastEvaluatedKey;
    if (found.length > list.limit || !startKey) return { found };
  }
  return { found, readTo: startKey?.['sk'] as string };
};

/** A page of a tenant's items, in the order of their ids. */
export const listById = async (table: TableClient, clock: Clock, list: IdList): Promise<IdPage<Item>> => {
  const { found, readTo } = await readMatching(table, clock, list);
  const { isBackward } = toRange(list);
  const page = found.slice(0, list.limit);
  const items = isBackward ? page.toReversed() : page;
  if (found.length > list.limit || readTo === undefined) return { items, hasMore: found.length > list.limit };
  return { items, hasMore: true, lastId: readTo.slice(list.prefix.length) };
};
