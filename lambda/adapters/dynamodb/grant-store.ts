import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import { Grant } from '#core/grants/grant.ts';
import type { GrantStore } from '#core/grants/grant-store.ts';
import { grantKey } from './keys.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** Keeps each grant in one item, of which a change replaces the part that may change. */
export const createGrantStore = (table: TableClient, clock: Clock): GrantStore => {
  const { documents, tableName: TableName } = table;
  return {
    create: async (grant) => {
      const Item = { ...grantKey(grant.runId), ...Grant.parse(grant) };
      await documents.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    },

    get: async (runId) => {
      const item = await readItem(table, clock, grantKey(runId));
      return item && Grant.parse(item);
    },

    replace: async (grant) => {
      const { runId, isClosed, spent, reservations, version } = Grant.parse(grant);
      const updated = await unlessConditionFailed(
        documents.send(
          new UpdateCommand({
            TableName,
            Key: grantKey(runId),
            ConditionExpression: 'version = :version',
            UpdateExpression:
              'SET isClosed = :isClosed, spent = :spent, reservations = :reservations, version = version + :one',
            ExpressionAttributeValues: {
              ':version': version,
              ':isClosed': isClosed,
              ':spent': spent,
              ':reservations': reservations,
              ':one': 1,
            },
          }),
        ),
      );
      return updated && { ...grant, version: version + 1 };
    },
  };
};
