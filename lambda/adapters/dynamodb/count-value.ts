import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { UsageEntry } from '#core/usage/usage-increment.ts';
import { type ManyValued, maxValuesPerDay, OTHER_VALUES } from '#core/usage/usage-store.ts';
import { countOnce, forgetCounted } from './count-once.ts';
import { usageValueKey, usageValuesKey } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';
import { toCounters } from './usage-counters.ts';

interface ValueOfDay extends UsageEntry {
  readonly tenantId: string;
  readonly day: string;
}

const keyOf = ({ tenantId, day, dimension }: ValueOfDay, value: string) =>
  usageValueKey(tenantId, dimension as ManyValued, day, value);

/** Notes that the day has this value. @returns false if it has as many others as it may. */
const admitValue = async ({ documents, tableName: TableName }: TableClient, of: ValueOfDay): Promise<boolean> => {
  const dimension = of.dimension as ManyValued;
  const updated = await unlessConditionFailed(
    documents.send(
      new UpdateCommand({
        TableName,
        Key: usageValuesKey(of.tenantId, dimension, of.day),
        ConditionExpression:
          'attribute_not_exists(valuesSeen) OR contains(valuesSeen, :value) OR size(valuesSeen) < :most',
        UpdateExpression: 'ADD valuesSeen :values',
        ExpressionAttributeValues: {
          ':value': of.value,
          ':values': new Set([of.value]),
          ':most': maxValuesPerDay(dimension),
        },
      }),
    ),
  );
  return updated !== undefined;
};

/**
 * Counts a prompt with a value of which there may be many: in an item of its own, or, beyond so many, in that of all
 * others. A value that was admitted stays so, and one that was not stays out, so that a repetition finds the same item.
 */
export const countValue = async (table: TableClient, of: ValueOfDay, promptId: string): Promise<void> => {
  const counters = toCounters(of.counts);
  // Nearly always the value is there.
  if (await countOnce(table, keyOf(of, of.value), promptId, counters, { onlyIfThere: true })) return;
  const value = (await admitValue(table, of)) ? of.value : OTHER_VALUES;
  await countOnce(table, keyOf(of, value), promptId, counters);
};

/** Forgets that the prompt is counted with that value, wherever it is. */
export const forgetValue = async (table: TableClient, of: ValueOfDay, promptId: string): Promise<void> => {
  const isForgotten = await forgetCounted(table, keyOf(of, of.value), promptId);
  if (!isForgotten) await forgetCounted(table, keyOf(of, OTHER_VALUES), promptId);
};
