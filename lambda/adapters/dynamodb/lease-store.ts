import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import type { LeaseStore } from '#core/limits/lease-store.ts';
import { leasesKey } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

const PREFIX = 'lease#';

/** How long an item is kept after its last lease: nobody reads it then. */
const KEPT_SECONDS = 86_400;

/**
 * Keeps the leases of each subject in one item: an attribute each, which says when it ends, and their number.
 *
 * Those that ended by themselves are removed when there is no place: whoever finds them takes each out once.
 */
export const createLeaseStore = ({ documents, tableName: TableName }: TableClient, clock: Clock): LeaseStore => {
  const leasesOf = async (subject: string): Promise<readonly (readonly [name: string, expiresAtMs: number])[]> => {
    const { Item = {} } = await documents.send(
      new GetCommand({ TableName, Key: leasesKey(subject), ConsistentRead: true }),
    );
    return Object.entries(Item).filter(([name]) => name.startsWith(PREFIX));
  };

  const remove = async (subject: string, name: string, condition: string, values: Record<string, number> = {}) => {
    await unlessConditionFailed(
      documents.send(
        new UpdateCommand({
          TableName,
          Key: leasesKey(subject),
          ConditionExpression: condition,
          UpdateExpression: 'REMOVE #lease ADD held :back',
          ExpressionAttributeNames: { '#lease': name },
          ExpressionAttributeValues: { ...values, ':back': -1 },
        }),
      ),
    );
  };

  /** @returns how many are left. */
  const removeEnded = async (subject: string, leases: Awaited<ReturnType<typeof leasesOf>>): Promise<number> => {
    const ended = leases.filter(([, expiresAtMs]) => expiresAtMs <= clock());
    await Promise.all(
      ended.map(([name, expiresAtMs]) => remove(subject, name, '#lease = :expiresAt', { ':expiresAt': expiresAtMs })),
    );
    return leases.length - ended.length;
  };

  const take = async (subject: string, name: string, expiresAtMs: number, limit: number) => {
    const updated = await unlessConditionFailed(
      documents.send(
        new UpdateCommand({
          TableName,
          Key: leasesKey(subject),
          ConditionExpression: 'attribute_not_exists(#lease) AND (attribute_not_exists(held) OR held < :limit)',
          UpdateExpression: 'SET #lease = :expiresAt, expiresAtSeconds = :keptUntil ADD held :one',
          ExpressionAttributeNames: { '#lease': name },
          ExpressionAttributeValues: {
            ':limit': limit,
            ':expiresAt': expiresAtMs,
            ':keptUntil': Math.ceil(expiresAtMs / 1000) + KEPT_SECONDS,
            ':one': 1,
          },
          ReturnValues: 'UPDATED_NEW',
        }),
      ),
    );
    return updated?.Attributes?.['held'];
  };

  return {
    acquire: async (subject, { promptId, expiresAtMs }, limit) => {
      const name = PREFIX + promptId;
      const held = await take(subject, name, expiresAtMs, limit);
      if (held !== undefined) return held;
      const leases = await leasesOf(subject);
      // The SDK repeats what it has no answer to, so it may be this that stands in its own way.
      if (leases.some(([taken]) => taken === name)) return leases.length;
      // Also if there was none to remove: another may have removed them a moment ago.
      return (await removeEnded(subject, leases)) < limit ? take(subject, name, expiresAtMs, limit) : undefined;
    },

    release: (subject, promptId) => remove(subject, PREFIX + promptId, 'attribute_exists(#lease)'),

    count: async (subject) => (await leasesOf(subject)).filter(([, expiresAtMs]) => expiresAtMs > clock()).length,
  };
};
