import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { TABLE_SCHEMA } from '#lambda/table-schema.ts';
import type { TableKey } from './keys.ts';
import type { TableClient } from './table-client.ts';

/** The keys of what a partition of the index lists before `beforeSk`. The index lags behind the table. */
export const openKeys = async function* ({ documents, tableName }: TableClient, openPk: string, beforeSk: string) {
  let startKey: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: TABLE_SCHEMA.openIndex.name,
        KeyConditionExpression: 'openPk = :openPk AND openSk < :before',
        ExpressionAttributeValues: { ':openPk': openPk, ':before': beforeSk },
        ExclusiveStartKey: startKey,
      }),
    );
    for (const { pk, sk } of page.Items ?? []) yield { pk, sk } as TableKey;
    startKey = page.LastEvaluatedKey;
  } while (startKey);
};
