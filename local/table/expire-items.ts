import { DeleteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { TableClient } from '#adapters/dynamodb/table-client.ts';
import { unlessConditionFailed } from '#adapters/dynamodb/unless-condition-failed.ts';
import { TABLE_SCHEMA } from '#lambda/table-schema.ts';

/** Deletes the items whose TTL has passed: DynamoDB does so by itself, dynalite does not. @returns how many. */
export const expireItems = async ({ documents, tableName: TableName }: TableClient, nowMs: number): Promise<number> => {
  const isExpired = {
    ExpressionAttributeNames: { '#ttl': TABLE_SCHEMA.ttlAttribute },
    ExpressionAttributeValues: { ':now': Math.floor(nowMs / 1000) },
  };
  const pages = paginateScan(
    { client: documents },
    { TableName, FilterExpression: '#ttl <= :now', ProjectionExpression: 'pk, sk', ...isExpired },
  );
  let count = 0;
  for await (const { Items = [] } of pages) {
    for (const { pk, sk } of Items) {
      const expired = { TableName, Key: { pk, sk }, ConditionExpression: '#ttl <= :now', ...isExpired };
      if (await unlessConditionFailed(documents.send(new DeleteCommand(expired)))) count += 1;
    }
  }
  return count;
};
