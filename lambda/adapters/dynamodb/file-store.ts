import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import type { FileStore } from '#core/files/file-store.ts';
import { StoredFile } from '#core/files/stored-file.ts';
import { createItem } from './create-item.ts';
import { FILE, fileItemKey } from './keys.ts';
import { listById } from './list-by-id.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** Keeps each file's record in one item. */
export const createFileStore = (table: TableClient, clock: Clock): FileStore => {
  const { documents, tableName: TableName } = table;
  return {
    create: async (file) => createItem(table, { ...fileItemKey(file.tenantId, file.id), ...StoredFile.parse(file) }),

    get: async (tenantId, id) => {
      const item = await readItem(table, clock, fileItemKey(tenantId, id));
      return item && StoredFile.parse(item);
    },

    list: async (tenantId, { purpose, ...query }) => {
      const page = await listById(table, clock, { ...query, tenantId, prefix: FILE, filter: { purpose } });
      return { ...page, items: page.items.map((item) => StoredFile.parse(item)) };
    },

    markUploaded: async (tenantId, id) => {
      await unlessConditionFailed(
        documents.send(
          new UpdateCommand({
            TableName,
            Key: fileItemKey(tenantId, id),
            ConditionExpression: 'attribute_exists(pk)',
            UpdateExpression: 'SET isUploaded = :true',
            ExpressionAttributeValues: { ':true': true },
          }),
        ),
      );
    },

    delete: async (tenantId, id) => {
      const { Attributes } = await documents.send(
        new DeleteCommand({ TableName, Key: fileItemKey(tenantId, id), ReturnValues: 'ALL_OLD' }),
      );
      return Attributes !== undefined && Attributes['expiresAtSeconds'] * 1000 > clock();
    },
  };
};
