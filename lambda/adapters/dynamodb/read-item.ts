import { GetCommand, type GetCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import type { TableKey } from './keys.ts';
import type { TableClient } from './table-client.ts';

type Projection = Pick<GetCommandInput, 'ProjectionExpression' | 'ExpressionAttributeNames'>;

/**
 * The item as last written, or `undefined` if there is none or its time is over: DynamoDB deletes late.
 *
 * A projection must contain the TTL attribute.
 */
export const readItem = async (
  { documents, tableName }: TableClient,
  clock: Clock,
  Key: TableKey,
  projection: Projection = {},
): Promise<Record<string, unknown> | undefined> => {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName, Key, ConsistentRead: true, ...projection }),
  );
  return Item && Item['expiresAtSeconds'] * 1000 > clock() ? Item : undefined;
};
