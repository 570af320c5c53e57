import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Tenant } from '#core/tenants/tenant.ts';
import type { TenantStore } from '#core/tenants/tenant-store.ts';
import { createItem } from './create-item.ts';
import { deleteVersion } from './delete-version.ts';
import { TENANTS_PK, tenantEntryKey, tenantKey } from './keys.ts';
import { replaceVersion } from './replace-version.ts';
import type { TableClient } from './table-client.ts';

const toItem = (tenant: Tenant) => ({ ...tenantKey(tenant.id), ...Tenant.parse(tenant) });

/**
 * Keeps each tenant in an item of its own partition, and an entry in the list of all.
 *
 * The entry is written first and deleted last: one that leads nowhere, after a crash, is no tenant.
 */
export const createTenantStore = (table: TableClient): TenantStore => {
  const { documents, tableName: TableName } = table;

  const get: TenantStore['get'] = async (id) => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: tenantKey(id), ConsistentRead: true }));
    return Item && Tenant.parse(Item);
  };

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
      return createItem(table, toItem(tenant));
    },

    replace: (tenant) => replaceVersion(table, tenant, toItem),

    delete: async ({ id, version }) => {
      if (!(await deleteVersion(table, tenantKey(id), version))) return false;
      await documents.send(new DeleteCommand({ TableName, Key: tenantEntryKey(id) }));
      return true;
    },
  };
};
