import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TableKey } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

export interface CountOptions {
  /** Attributes to set besides. */
  readonly set?: Readonly<Record<string, string | number>>;
  /**
   * Counts only if the item is there.
   * @default false
   */
  readonly onlyIfThere?: boolean;
}

/**
 * Adds to the numbers of an item, and notes there that what has this id is counted.
 *
 * @returns false if it is noted already, or if the item had to be there and is not: nothing was added.
 */
export const countOnce = async (
  { documents, tableName: TableName }: TableClient,
  Key: TableKey,
  id: string,
  counters: ReadonlyMap<string, number>,
  { set = {}, onlyIfThere = false }: CountOptions = {},
): Promise<boolean> => {
  const amounts = [...counters];
  const settings = Object.entries(set);
  const adding = ['counting :ids', ...amounts.map((_, index) => `#${index} :${index}`)].join(', ');
  const setting = settings.map(([name]) => `${name} = :${name}`).join(', ');
  const updated = await unlessConditionFailed(
    documents.send(
      new UpdateCommand({
        TableName,
        Key,
        ConditionExpression: `${onlyIfThere ? 'attribute_exists(pk) AND ' : ''}NOT contains(counting, :id)`,
        UpdateExpression: `${setting && `SET ${setting} `}ADD ${adding}`,
        ...(amounts.length > 0 && {
          ExpressionAttributeNames: Object.fromEntries(amounts.map(([name], index) => [`#${index}`, name])),
        }),
        ExpressionAttributeValues: {
          ...Object.fromEntries(amounts.map(([, amount], index) => [`:${index}`, amount])),
          ...Object.fromEntries(settings.map(([name, value]) => [`:${name}`, value])),
          ':id': id,
          ':ids': new Set([id]),
        },
      }),
    ),
  );
  return updated !== undefined;
};

/** Forgets that what has this id is counted in the item. @returns false if it was not noted there. */
export const forgetCounted = async (
  { documents, tableName: TableName }: TableClient,
  Key: TableKey,
  id: string,
): Promise<boolean> => {
  const updated = await unlessConditionFailed(
    documents.send(
      new UpdateCommand({
        TableName,
        Key,
        ConditionExpression: 'contains(counting, :id)',
        UpdateExpression: 'DELETE counting :ids',
        ExpressionAttributeValues: { ':id': id, ':ids': new Set([id]) },
      }),
    ),
  );
  return updated !== undefined;
};
