import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Tenant } from '#core/tenants/tenant.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
import { TENANTS_PK, tenantEntryKey, tenantKey } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/**
 * Keeps each tenant in an item of its own partition, and an entry in the list of all.
 *
 * The entry is written first and deleted last: one that leads nowhere, after a crash, is no tenant.
 */
export const createTenantStore = ({ documents, tableName: TableName }: TableClient): TenantStore => {
  const get: TenantStore['get'] = async (id) => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: tenantKey(id), ConsistentRead: true }));
    return Item && Tenant.parse(Item);
  };

  const put = async (tenant: Tenant, ConditionExpression: string, values?: Record<string, unknown>) =>
    unlessConditionFailed(
      documents.send(
        new PutCommand({
          TableName,
          Item: { ...tenantKey(tenant.id), ...Tenant.parse(tenant) },
          ConditionExpression,
          ...(values && { ExpressionAttributeValues: values }),
        }),
      ),
    );

  return {
    get,

    list: async ({ limit, after }) => {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
          ExpressionAttributeValues: { ':pk': TENANTS_PK, ...(after !== undefined && { ':after': after }) },
          ConsistentRead: true,
          Limit: limit + 1,
        }),
      );
      const ids = Items.slice(0, limit).map(({ sk }): string => sk);
      const found = await Promise.all(ids.map(get));
      const lastId = ids.at(-1);
      return {
        tenants: found.filter((tenant) => tenant !== undefined),
        hasMore: Items.length > limit,
        ...(lastId !== undefined && { lastId }),
      };
    },

    create: async (tenant) => {
      await documents.send(new PutCommand({ TableName, Item: tenantEntryKey(tenant.id) }));
      return (await put(tenant, 'attribute_not_exists(pk)')) !== undefined;
    },

    replace: async (tenant) => {
      const changed = { ...tenant, version: tenant.version + 1 };
      return (await put(changed, 'version = :version', { ':version': tenant.version })) && changed;
    },

    delete: async ({ id, version }) => {
      const deleted = await unlessConditionFailed(
        documents.send(
          new DeleteCommand({
            TableName,
            Key: tenantKey(id),
            ConditionExpression: 'version = :version',
            ExpressionAttributeValues: { ':version': version },
          }),
        ),
      );
      if (!deleted) return false;
      await documents.send(new DeleteCommand({ TableName, Key: tenantEntryKey(id) }));
      return true;
    },
  };
};
