import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { firstIdAt } from '#adapters/system/first-id-at.ts';
import type { Clock } from '#core/clock.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { PromptPage, PromptQuery } from '#core/prompts/prompt-store.ts';
import { LAST, promptIdOf, promptSk, tenantPk } from './keys.ts';
import { PromptItem, WITHOUT_TEXTS } from './prompt-item.ts';
import type { TableClient } from './table-client.ts';

/** Filters drop items after they were read and paid for, so one call reads this much and no more. */
const MAX_READS = 20;
const ITEMS_PER_FILTERED_READ = 200;

const idRange = ({ after, createdFromMs, createdToMs }: PromptQuery) => {
  const from = createdFromMs === undefined ? '' : firstIdAt('prompt', createdFromMs);
  const to = createdToMs === undefined ? LAST : firstIdAt('prompt', createdToMs + 1);
  return { from, before: after !== undefined && after < to ? after : to };
};

const toFilter = ({ model, status }: PromptQuery, nowSeconds: number) => {
  const conditions = ['#expiresAtSeconds > :now'];
  if (model !== undefined) conditions.push('#model = :model');
  if (status !== undefined) conditions.push('#status = :status');
  return {
    FilterExpression: conditions.join(' AND '),
    values: { ':now': nowSeconds, ':model': model, ':status': status },
    isSelective: conditions.length > 1,
  };
};

const cut = (found: readonly Prompt[], limit: number): PromptPage => {
  const prompts = found.slice(0, limit);
  const lastId = prompts.at(-1)?.id;
  return { prompts, hasMore: found.length > limit, ...(lastId !== undefined && { lastId }) };
};

/** A page of a tenant's prompts, newest first. */
export const listPrompts = async (
  { documents, tableName }: TableClient,
  clock: Clock,
  tenantId: string,
  query: PromptQuery,
): Promise<PromptPage> => {
  const { from, before } = idRange(query);
  // DynamoDB refuses a range that begins after its end.
  if (from >= before) return { prompts: [], hasMore: false };
  const { values, isSelective, FilterExpression } = toFilter(query, clock() / 1000);
  const found: Prompt[] = [];
  let startKey: QueryCommandInput['ExclusiveStartKey'];

  for (let reads = 0; reads < MAX_READS; reads += 1) {
    const page = await documents.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :before',
        FilterExpression,
        ...WITHOUT_TEXTS,
        ExpressionAttributeValues: {
          ...values,
          ':pk': tenantPk(tenantId),
          ':from': promptSk(from),
          ':before': promptSk(before),
        },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: isSelective ? ITEMS_PER_FILTERED_READ : query.limit + 2,
        ExclusiveStartKey: startKey,
      }),
    );
    // BETWEEN includes its end, the page does not.
    for (const item of page.Items ?? []) if (item['id'] < before) found.push(PromptItem.parse(item));
    startKey = page.LastEvaluatedKey;
    if (found.length > query.limit || !startKey) return cut(found, query.limit);
  }
  return { prompts: found, hasMore: true, lastId: promptIdOf(startKey?.['sk']) };
};
