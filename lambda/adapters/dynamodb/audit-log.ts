import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type AuditLog, AuditRecord } from '#core/audit/audit-log.ts';
import { utcMonth } from '#core/utc-month.ts';
import { auditKey, LAST } from './keys.ts';
import type { TableClient } from './table-client.ts';

/** Keeps what administrators did, a partition a month. There is nothing here that changes or deletes. */
export const createAuditLog = ({ documents, tableName: TableName }: TableClient): AuditLog => ({
  append: async (record) => {
    const Item = { ...auditKey(utcMonth(record.atMs), record.id), ...AuditRecord.parse(record) };
    await documents.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
  },

  list: async (month, { limit, after = LAST }) => {
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk < :after',
        ExpressionAttributeValues: { ':pk': auditKey(month, '').pk, ':after': after },
        ScanIndexForward: false,
        ConsistentRead: true,
        Limit: limit + 1,
      }),
    );
    const records = Items.slice(0, limit).map((item) => AuditRecord.parse(item));
    return { records, hasMore: Items.length > limit };
  },
});
