import { paginateQuery, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { UsageCount, UsageStore } from '#core/usage/usage-store.ts';
import { dayOf, tenantPk, usageKey, usageSk } from './keys.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';
import { fromCounters, toCounters } from './usage-counters.ts';

/**
 * Counts usage in one item per tenant and day.
 *
 * Exactly once, without a transaction: the id of the prompt goes into the item's set `counting` in the same update as
 * the numbers, and while it is there the update is refused. Settlement has four steps (`settlePrompt`), and the sweeper
 * repeats them for every prompt that it finds open:
 *
 *     step            crash after it: prompt · counted · id in set   the sweeper
 *     prompts.finish                  open     no        no          counts it
 *     usage.add                       open     yes       yes         is refused, goes on to close it
 *     prompts.close                   closed   yes       yes         never sees it again; the id stays, harmless
 *     usage.forget                    closed   yes       no          never sees it again
 *
 * What has no protection is a late `add` after `forget`. So a prompt must be settled by one process at a time: the
 * sweeper takes only prompts whose own process is gone, and does not run beside itself (lambda/sweeper.ts).
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
