import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { Assignment } from '#core/tenants/assignment.ts';
import type { AssignmentStore } from '#core/tenants/assignment-store.ts';
import { TABLE_SCHEMA } from '#lambda/table-schema.ts';
import { assignmentAttributes, assignmentKey, assignmentsPk } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** Keeps the assignment of each principal in one item, which the index finds by its tenant. */
export const createAssignmentStore = ({ documents, tableName: TableName }: TableClient): AssignmentStore => {
  const find: AssignmentStore['find'] = async (principalId) => {
    const get = new GetCommand({ TableName, Key: assignmentKey(principalId), ConsistentRead: true });
    const { Item } = await documents.send(get);
    return Item && Assignment.parse(Item);
  };

  return {
    find,

    list: async (tenantId, { limit, after }) => {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName,
          IndexName: TABLE_SCHEMA.openIndex.name,
          KeyConditionExpression: `openPk = :tenant${after === undefined ? '' : ' AND openSk > :after'}`,
          ExpressionAttributeValues: {
            ':tenant': assignmentsPk(tenantId),
            ...(after !== undefined && { ':after': after }),
          },
          Limit: limit + 1,
        }),
      );
      const ids = Items.slice(0, limit).map(({ openSk }): string => openSk);
      const found = await Promise.all(ids.map(find));
      const lastId = ids.at(-1);
      return {
        // The index may not know yet that one has gone.
        assignments: found.filter((assignment) => assignment !== undefined).filter((one) => one.tenantId === tenantId),
        hasMore: Items.length > limit,
        ...(lastId !== undefined && { lastId }),
      };
    },

    assign: async (assignment) => {
      const Item = { ...assignmentKey(assignment.principalId), ...assignment, ...assignmentAttributes(assignment) };
      await documents.send(new PutCommand({ TableName, Item }));
    },

    remove: async (tenantId, principalId) => {
      const remove = new DeleteCommand({
        ...{ TableName, Key: assignmentKey(principalId) },
        ConditionExpression: 'tenantId = :tenantId',
        ExpressionAttributeValues: { ':tenantId': tenantId },
      });
      return (await unlessConditionFailed(documents.send(remove))) !== undefined;
    },
  };
};
