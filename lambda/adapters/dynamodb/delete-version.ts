import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { TableKey } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** Deletes an item that has that version. @returns false if there is none: somebody else was first. */
export const deleteVersion = async (
  { documents, tableName: TableName }: TableClient,
  Key: TableKey,
  version: number,
): Promise<boolean> => {
  const remove = new DeleteCommand({
    TableName,
    Key,
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: { ':version': version },
  });
  return (await unlessConditionFailed(documents.send(remove))) !== undefined;
};
