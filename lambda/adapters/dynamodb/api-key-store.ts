import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ApiKeyRecord } from '#core/auth/api-key.ts';
import type { ApiKeyStore } from '#core/auth/api-key-store.ts';
import { apiKeyKey, LAST, tenantApiKeyKey, tenantApiKeySk, tenantPk } from './keys.ts';
import { replaceVersion } from './replace-version.ts';
import type { TableClient } from './table-client.ts';

const toItem = (key: ApiKeyRecord) => ({ ...apiKeyKey(key.prefix), ...ApiKeyRecord.parse(key) });

/**
 * Keeps API keys in the table: each in one item, by its prefix, and an entry that leads to it, in its tenant's
 * partition.
 *
 * The entry is written first: one that leads nowhere, after a crash, is no key. They have no TTL: a key that was used is
 * recognised for ever.
 */
export const createApiKeyStore = (table: TableClient): ApiKeyStore => {
  const { documents, tableName: TableName } = table;

  const find: ApiKeyStore['find'] = async (prefix) => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: apiKeyKey(prefix), ConsistentRead: true }));
    return Item && ApiKeyRecord.parse(Item);
  };

  return {
    find,

    get: async (tenantId, id) => {
      const entry = new GetCommand({ TableName, Key: tenantApiKeyKey(tenantId, id), ConsistentRead: true });
      const { Item } = await documents.send(entry);
      return Item && find(Item['prefix']);
    },

    list: async (tenantId, { limit, after = '' }) => {
      // DynamoDB refuses a range that begins after its end.
      if (after > LAST) return { keys: [], hasMore: false };
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
          ExpressionAttributeValues: {
            ':pk': tenantPk(tenantId),
            ':from': tenantApiKeySk(after),
            ':to': tenantApiKeySk(LAST),
          },
          ConsistentRead: true,
          // BETWEEN includes the key that the page comes after.
          Limit: limit + 2,
        }),
      );
      const entries = Items.filter(({ sk }) => sk !== tenantApiKeySk(after));
      const found = await Promise.all(entries.slice(0, limit).map(({ prefix }) => find(prefix)));
      const lastId = entries[Math.min(limit, entries.length) - 1]?.['id'];
      return {
        keys: found.filter((key) => key !== undefined),
        hasMore: entries.length > limit,
        ...(lastId !== undefined && { lastId }),
      };
    },

    create: async (key) => {
      const { tenantId, id, prefix } = key;
      await documents.send(new PutCommand({ TableName, Item: { ...tenantApiKeyKey(tenantId, id), id, prefix } }));
      const put = new PutCommand({ TableName, Item: toItem(key), ConditionExpression: 'attribute_not_exists(pk)' });
      await documents.send(put);
    },

    replace: (key) => replaceVersion(table, key, toItem),
  };
};
