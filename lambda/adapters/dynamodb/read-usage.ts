import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { isManyValued, type UsageCount, type UsageDimension } from '#core/usage/usage-store.ts';
import { dayOf, tenantPk, usageSk, usageValueOf, usageValueRange } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { fromCounters, fromNamedCounters } from './usage-counters.ts';

const rangeOf = (dimension: UsageDimension, from: string, to: string) =>
  isManyValued(dimension) ? usageValueRange(dimension, from, to) : { from: usageSk(from), to: usageSk(to) };

const countsOf = (dimension: UsageDimension, { sk, ...attributes }: Record<string, unknown>): readonly UsageCount[] => {
  if (!isManyValued(dimension)) return fromNamedCounters(dayOf(String(sk)), dimension, attributes);
  return [{ ...usageValueOf(dimension, String(sk)), ...fromCounters(attributes) }];
};

/** The counters of a tenant's days, both included, by day and value. */
export const readUsage = async (
  { documents, tableName: TableName }: TableClient,
  tenantId: string,
  dimension: UsageDimension,
  fromDay: string,
  toDay: string,
): Promise<readonly UsageCount[]> => {
  // DynamoDB refuses a range that begins after its end.
  if (fromDay > toDay) return [];
  const { from, to } = rangeOf(dimension, fromDay, toDay);
  const pages = paginateQuery(
    { client: documents },
    {
      TableName,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': tenantPk(tenantId), ':from': from, ':to': to },
      ConsistentRead: true,
    },
  );
  const counts: UsageCount[] = [];
  for await (const { Items = [] } of pages) for (const item of Items) counts.push(...countsOf(dimension, item));
  return counts;
};
