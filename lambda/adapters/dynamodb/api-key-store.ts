import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { ApiKeyStore } from '#core/auth/api-key.ts';
import { apiKeyKey } from './keys.ts';
import type { TableClient } from './table-client.ts';

const ApiKeyItem = z.object({
  prefix: z.string(),
  sha256: z.string(),
  tenantId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  tier: z.string(),
  createdAtMs: z.number(),
  revokedAtMs: z.number().exactOptional(),
  expiresAtMs: z.number().exactOptional(),
});

/** Keeps API keys in the table. They have no TTL: a key that was used is recognised for ever. */
export const createApiKeyStore = ({ documents, tableName: TableName }: TableClient): ApiKeyStore => ({
  find: async (prefix) => {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: apiKeyKey(prefix), ConsistentRead: true }));
    return Item && ApiKeyItem.parse(Item);
  },
  put: async (key) => {
    await documents.send(new PutCommand({ TableName, Item: { ...apiKeyKey(key.prefix), ...key } }));
  },
});
