import { paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { UsageCount, UsageStore } from '#core/usage/usage-store.ts';
import { dayOf, tenantPk, usageKey, usageSk } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';
import { fromCounters, toCounters } from './usage-counters.ts';

/**
 * Counts usage in one item per tenant and day.
 *
 * Exactly once without a transaction: the id of the prompt being counted goes into the set `counting` of the item in
 * the same update as the numbers, which is refused while the id is there. The sweeper repeats what a crash cut short:
 *
 *     prompts.finish   usage.add   prompts.close   usage.forget
 *     ──────┬──────────────┬─────────────┬───────────────┬─────▶
 *     open  │     open     │     open    │     closed    │  closed
 *           │  uncounted   │ counted, id │  counted, id  │  counted
 *           │              │   in set    │    in set     │
 *      crash: added    crash: refused,  crash: the id stays in the set, harmless:
 *      by the sweeper  then closed      nothing comes back to a closed prompt
 *
 * So whoever repeats it must not overlap with another who does: one sweeper at a time, and only prompts whose own
 * process is gone.
 */
export const createUsageStore = ({ documents, tableName: TableName }: TableClient): UsageStore => ({
  add: async (increment) => {
    const counters = [...toCounters(increment)];
    await unlessConditionFailed(
      documents.send(
        new UpdateCommand({
          TableName,
          Key: usageKey(increment.tenantId, increment.day),
          ConditionExpression: 'NOT contains(counting, :id)',
          UpdateExpression: `ADD counting :ids, ${counters.map((_, index) => `#${index} :${index}`).join(', ')}`,
          ExpressionAttributeNames: Object.fromEntries(counters.map(([name], index) => [`#${index}`, name])),
          ExpressionAttributeValues: {
            ...Object.fromEntries(counters.map(([, amount], index) => [`:${index}`, amount])),
            ':id': increment.promptId,
            ':ids': new Set([increment.promptId]),
          },
        }),
      ),
    );
  },

  forget: async ({ tenantId, day, promptId }) => {
    await documents.send(
      new UpdateCommand({
        TableName,
        Key: usageKey(tenantId, day),
        UpdateExpression: 'DELETE counting :ids',
        ExpressionAttributeValues: { ':ids': new Set([promptId]) },
      }),
    );
  },

  read: async (tenantId, from, to) => {
    // DynamoDB refuses a range that begins after its end.
    if (from > to) return [];
    const pages = paginateQuery(
      { client: documents },
      {
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': tenantPk(tenantId), ':from': usageSk(from), ':to': usageSk(to) },
        ConsistentRead: true,
      },
    );
    const counts: UsageCount[] = [];
    for await (const { Items = [] } of pages) {
      for (const { sk, ...attributes } of Items) counts.push(...fromCounters(dayOf(sk), attributes));
    }
    return counts;
  },
});
