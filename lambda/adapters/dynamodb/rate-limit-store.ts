import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RateCounts, RateLimitStore, RateWindow } from '#core/limits/rate-limit-store.ts';
import { rateWindowKey } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

const keyOf = ({ subject, startsAtMs }: RateWindow) => rateWindowKey(subject, startsAtMs);

const toCounts = (item: Readonly<Record<string, number>> = {}): RateCounts => ({
  requests: item['requests'] ?? 0,
  tokens: item['tokens'] ?? 0,
});

/** Holds when both limits leave room: a condition cannot add, so the amounts are taken off the limits before. */
const toCondition = (amounts: RateCounts, limits: Partial<RateCounts>) => {
  const limited = (['requests', 'tokens'] as const).flatMap((name) => {
    const limit = limits[name];
    return limit === undefined ? [] : [{ name, room: limit - amounts[name] }];
  });
  const conditions = limited.map(({ name, room }) =>
    // Nothing has been counted yet: then there is room unless more is taken than the limit.
    room < 0 ? `${name} <= :${name}Room` : `(attribute_not_exists(${name}) OR ${name} <= :${name}Room)`,
  );
  return {
    ...(conditions.length > 0 && { ConditionExpression: conditions.join(' AND ') }),
    rooms: Object.fromEntries(limited.map(({ name, room }) => [`:${name}Room`, room])),
  };
};

/** Counts in one item per window, by conditional updates: what is refused counts nothing. */
export const createRateLimitStore = ({ documents, tableName: TableName }: TableClient): RateLimitStore => {
  const read: RateLimitStore['read'] = async (window) => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: keyOf(window), ConsistentRead: true }));
    return toCounts(Item);
  };

  const add = ({ requests, tokens }: RateCounts, window: RateWindow) => ({
    TableName,
    Key: keyOf(window),
    UpdateExpression: 'SET expiresAtSeconds = :expiresAt ADD requests :requests, tokens :tokens',
    ExpressionAttributeValues: {
      ':expiresAt': Math.ceil(window.endsAtMs / 1000),
      ':requests': requests,
      ':tokens': tokens,
    },
  });

  return {
    read,

    take: async (window, amounts, limits) => {
      const { rooms, ...condition } = toCondition(amounts, limits);
      const { ExpressionAttributeValues, ...update } = add(amounts, window);
      const updated = await unlessConditionFailed(
        documents.send(
          new UpdateCommand({
            ...update,
            ...condition,
            ExpressionAttributeValues: { ...ExpressionAttributeValues, ...rooms },
            ReturnValues: 'ALL_NEW',
          }),
        ),
      );
      if (updated) return { isTaken: true, counts: toCounts(updated.Attributes) };
      return { isTaken: false, counts: await read(window) };
    },

    release: async (window, { requests, tokens }) => {
      const { ExpressionAttributeValues, ...update } = add({ requests: -requests, tokens: -tokens }, window);
      await unlessConditionFailed(
        documents.send(
          new UpdateCommand({
            ...update,
            ConditionExpression: 'requests >= :least',
            ExpressionAttributeValues: { ...ExpressionAttributeValues, ':least': requests },
          }),
        ),
      );
    },

    addTokens: async (window, tokens) => {
      await documents.send(new UpdateCommand(add({ requests: 0, tokens }, window)));
    },
  };
};
