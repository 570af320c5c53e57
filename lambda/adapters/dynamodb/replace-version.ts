import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { TableKey } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** Writes the next version of a record. @returns it as stored, or `undefined` if somebody else has written it since. */
export const replaceVersion = async <T extends { readonly version: number }>(
  { documents, tableName: TableName }: TableClient,
  record: T,
  toItem: (record: T) => TableKey & Record<string, unknown>,
): Promise<T | undefined> => {
  const changed = { ...record, version: record.version + 1 };
  const put = new PutCommand({
    TableName,
    Item: toItem(changed),
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: { ':version': record.version },
  });
  return (await unlessConditionFailed(documents.send(put))) && changed;
};
