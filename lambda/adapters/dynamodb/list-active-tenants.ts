import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { ActiveTenants } from '#core/usage/usage-store.ts';
import { TABLE_SCHEMA } from '#lambda/table-schema.ts';
import { usageMonthPk } from './keys.ts';
import type { TableClient } from './table-client.ts';

/** The index has an entry for each day of a tenant's month. */
const ENTRIES_PER_TENANT = 31;

/**
 * A page of the tenants that had prompts in a month, in the order of their ids.
 *
 * The index lags behind the table by moments.
 */
export const listActiveTenants = async (
  { documents, tableName: TableName }: TableClient,
  month: string,
  { limit, after }: { readonly limit: number; readonly after?: string },
): Promise<ActiveTenants> => {
  const tenantIds = new Set<string>();
  let startKey: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const page: QueryCommandOutput = await documents.send(
      new QueryCommand({
        TableName,
        IndexName: TABLE_SCHEMA.openIndex.name,
        KeyConditionExpression: `openPk = :month${after === undefined ? '' : ' AND openSk > :after'}`,
        ExpressionAttributeValues: { ':month': usageMonthPk(month), ...(after !== undefined && { ':after': after }) },
        Limit: (limit + 1) * ENTRIES_PER_TENANT,
        ExclusiveStartKey: startKey,
      }),
    );
    for (const { openSk } of page.Items ?? []) tenantIds.add(openSk);
    startKey = page.LastEvaluatedKey;
  } while (startKey && tenantIds.size <= limit);
  return { tenantIds: [...tenantIds].slice(0, limit), hasMore: tenantIds.size > limit };
};
