import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { TableClient } from './table-client.ts';

/**
 * Reads from the table, to know that it can be read.
 *
 * @throws ServiceError `unavailable`, or DynamoDB's error if there is no such table.
 */
export const checkTable = async ({ documents, tableName }: TableClient): Promise<void> => {
  await documents.send(new GetCommand({ TableName: tableName, Key: { pk: 'HEALTH', sk: 'HEALTH' } }));
};
