import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import type { TableClient } from './table-client.ts';

/** Filters drop items after they were read and paid for, so one call reads this much and no more. */
const MAX_READS = 20;
const ITEMS_PER_FILTERED_READ = 200;

/** Which items of a partition to list. */
export interface RangeQuery {
  readonly pk: string;
  /** Sort keys from it, included. */
  readonly from: string;
  /** Sort keys before it, not included. */
  readonly before: string;
  readonly limit: number;
  /** @default false: the last first */
  readonly isRising?: boolean;
  /** Attributes that must have that value; `undefined`: any. */
  readonly filter?: Readonly<Record<string, string | undefined>>;
  /** The attributes to read, if not all: with that of the TTL, and with the sort key. */
  readonly projection?: Pick<QueryCommandInput, 'ProjectionExpression' | 'ExpressionAttributeNames'>;
}

type Item = Readonly<Record<string, unknown>>;

/** A page of items. */
export interface RangePage {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
  /** The sort key of the last item read, which the filter may have left out of this page. */
  readonly lastSk?: string;
}

const cut = (found: readonly Item[], limit: number): RangePage => {
  const items = found.slice(0, limit);
  const lastSk = items.at(-1)?.['sk'] as string | undefined;
  return { items, hasMore: found.length > limit, ...(lastSk !== undefined && { lastSk }) };
};

const toRequest = (query: RangeQuery, nowSeconds: number) => {
  const { pk, from, before, limit, isRising = false, filter = {}, projection } = query;
  const filters = Object.entries(filter).filter(([, value]) => value !== undefined);
  return {
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :before',
    FilterExpression: ['#expiresAtSeconds > :now', ...filters.map(([name]) => `#${name} = :${name}`)].join(' AND '),
    ...(projection && { ProjectionExpression: projection.ProjectionExpression }),
    ExpressionAttributeNames: {
      '#expiresAtSeconds': 'expiresAtSeconds',
      ...projection?.ExpressionAttributeNames,
      ...Object.fromEntries(filters.map(([name]) => [`#${name}`, name])),
    },
    ExpressionAttributeValues: {
      ':pk': pk,
      ':from': from,
      ':before': before,
      ':now': nowSeconds,
      ...Object.fromEntries(filters.map(([name, value]) => [`:${name}`, value])),
    },
    ScanIndexForward: isRising,
    ConsistentRead: true,
    // BETWEEN includes its end, the page does not.
    Limit: filters.length > 0 ? ITEMS_PER_FILTERED_READ : limit + 2,
  };
};

/** A page of a partition's items whose time is not over, the last first unless told otherwise. */
export const listRange = async (
  { documents, tableName: TableName }: TableClient,
  clock: Clock,
  query: RangeQuery,
): Promise<RangePage> => {
  const { before, from, limit } = query;
  // DynamoDB refuses a range that begins after its end.
  if (from >= before) return { items: [], hasMore: false };
  const request = toRequest(query, clock() / 1000);
  const found: Item[] = [];
  let startKey: QueryCommandInput['ExclusiveStartKey'];
  for (let reads = 0; reads < MAX_READS; reads += 1) {
    const page = await documents.send(new QueryCommand({ TableName, ...request, ExclusiveStartKey: startKey }));
    for (const item of page.Items ?? []) if (item['sk'] < before) found.push(item);
    startKey = page.LastEvaluatedKey;
    if (found.length > limit || !startKey) return cut(found, limit);
  }
  return { items: found, hasMore: true, lastSk: startKey?.['sk'] };
};
