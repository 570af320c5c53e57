import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { TableKey } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** Writes an item where there is none. @returns false if there is one already. */
export const createItem = async (
  { documents, tableName: TableName }: TableClient,
  Item: TableKey & Record<string, unknown>,
): Promise<boolean> => {
  const put = new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' });
  return (await unlessConditionFailed(documents.send(put))) !== undefined;
};
