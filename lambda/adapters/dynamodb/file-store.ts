import { DeleteCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import type { FileStore } from '#core/files/file-store.ts';
import { StoredFile } from '#core/files/stored-file.ts';
import { createItem } from './create-item.ts';
import { FILE, fileBytesKey, fileIdOf, fileItemKey, OPEN_FILES_PK } from './keys.ts';
import { listById } from './list-by-id.ts';
import { openKeys } from './open-keys.ts';
import { openSk } from './open-shards.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** Later the bucket's own rule has deleted the bytes. */
const NOTE_KEPT_SECONDS = 30 * 86_400;

const toNote = ({ id, expiresAtSeconds }: StoredFile) => ({
  ...fileBytesKey(id),
  openPk: OPEN_FILES_PK,
  openSk: openSk(expiresAtSeconds * 1000),
  expiresAtSeconds: expiresAtSeconds + NOTE_KEPT_SECONDS,
});

/**
 * Keeps each file's record in one item, which DynamoDB deletes by itself, and in another that the file has bytes, which
 * it cannot delete. The second comes first, and goes last: so no bytes are left that nobody knows of.
 */
export const createFileStore = (table: TableClient, clock: Clock): FileStore => {
  const { documents, tableName: TableName } = table;
  return {
    create: async (file) => {
      await documents.send(new PutCommand({ TableName, Item: toNote(file) }));
      return createItem(table, { ...fileItemKey(file.tenantId, file.id), ...StoredFile.parse(file) });
    },

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

    async *listExpired(beforeMs) {
      for await (const { pk } of openKeys(table, OPEN_FILES_PK, openSk(beforeMs))) yield fileIdOf(pk);
    },

    forgetBytes: async (id) => {
      await documents.send(new DeleteCommand({ TableName, Key: fileBytesKey(id) }));
    },
  };
};
