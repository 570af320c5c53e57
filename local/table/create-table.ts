import { CreateTableCommand, ResourceInUseException, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import type { TableClient } from '#adapters/dynamodb/table-client.ts';
import { TABLE_SCHEMA } from '#lambda/table-schema.ts';

const { partitionKey, sortKey, openIndex } = TABLE_SCHEMA;

const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

/** Creates the table, as the stack does on AWS, unless it is there. */
export const createTable = async ({ documents, tableName: TableName }: TableClient): Promise<void> => {
  const create = new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keySchema(partitionKey, sortKey),
    AttributeDefinitions: [partitionKey, sortKey, openIndex.partitionKey, openIndex.sortKey].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    GlobalSecondaryIndexes: [
      {
        IndexName: openIndex.name,
        KeySchema: keySchema(openIndex.partitionKey, openIndex.sortKey),
        Projection: { ProjectionType: 'KEYS_ONLY' },
      },
    ],
  });
  try {
    await documents.send(create);
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilTableExists({ client: documents, maxWaitTime: 30, minDelay: 0.05, maxDelay: 1 }, { TableName });
};
