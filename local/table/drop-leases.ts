import { DeleteCommand, paginateScan } from '@aws-sdk/lib-dynamodb';
import { leasesKey } from '#adapters/dynamodb/keys.ts';
import type { TableClient } from '#adapters/dynamodb/table-client.ts';

/** Gives back the places of all prompts, where nobody can be running any: a crash leaves some without a record. */
export const dropLeases = async ({ documents, tableName: TableName }: TableClient): Promise<void> => {
  const pages = paginateScan(
    { client: documents },
    {
      TableName,
      FilterExpression: 'sk = :leases',
      ExpressionAttributeValues: { ':leases': leasesKey('').sk },
      ProjectionExpression: 'pk, sk',
    },
  );
  for await (const { Items = [] } of pages) {
    for (const { pk, sk } of Items) await documents.send(new DeleteCommand({ TableName, Key: { pk, sk } }));
  }
};
