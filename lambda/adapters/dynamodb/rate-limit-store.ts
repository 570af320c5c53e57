import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { RateLimitStore } from '#core/limits/rate-limit-store.ts';
import { rateWindowKey } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** Counts requests in one item per window, by conditional updates: what is refused counts nothing. */
export const createRateLimitStore = ({ documents, tableName: TableName }: TableClient): RateLimitStore => ({
  take: async ({ subject, startsAtMs, endsAtMs, limit }) => {
    const updated = await unlessConditionFailed(
      documents.send(
        new UpdateCommand({
          TableName,
          Key: rateWindowKey(subject, startsAtMs),
          ConditionExpression: 'attribute_not_exists(taken) OR taken < :limit',
          UpdateExpression: 'SET expiresAtSeconds = :expiresAt ADD taken :one',
          ExpressionAttributeValues: { ':limit': limit, ':expiresAt': Math.ceil(endsAtMs / 1000), ':one': 1 },
          ReturnValues: 'UPDATED_NEW',
        }),
      ),
    );
    return updated?.Attributes?.['taken'];
  },

  release: async ({ subject, startsAtMs }) => {
    await unlessConditionFailed(
      documents.send(
        new UpdateCommand({
          TableName,
          Key: rateWindowKey(subject, startsAtMs),
          ConditionExpression: 'taken > :none',
          UpdateExpression: 'ADD taken :back',
          ExpressionAttributeValues: { ':none': 0, ':back': -1 },
        }),
      ),
    );
  },
});
