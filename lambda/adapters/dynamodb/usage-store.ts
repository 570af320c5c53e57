import { isManyValued, type UsageStore } from '#core/usage/usage-store.ts';
import { countOnce, forgetCounted } from './count-once.ts';
import { countValue, forgetValue } from './count-value.ts';
import { usageKey, usageMonthAttributes } from './keys.ts';
import { listActiveTenants } from './list-active-tenants.ts';
import { readUsage } from './read-usage.ts';
import type { TableClient } from './table-client.ts';
import { toNamedCounters } from './usage-counters.ts';

/**
 * Counts usage in items per tenant and day: one for all that has few values (hours, models, profiles), and one for each
 * caller, each tag and each value of metadata, which may be many.
 *
 * Exactly once, without a transaction: the id of the prompt goes into an item's set `counting` in the same update as
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
export const createUsageStore = (table: TableClient): UsageStore => ({
  add: async ({ tenantId, day, promptId, entries }) => {
    const ofDay = toNamedCounters(entries.filter(({ dimension }) => !isManyValued(dimension)));
    await Promise.all([
      countOnce(table, usageKey(tenantId, day), promptId, ofDay, { set: usageMonthAttributes(tenantId, day) }),
      ...entries
        .filter(({ dimension }) => isManyValued(dimension))
        .map((entry) => countValue(table, { tenantId, day, ...entry }, promptId)),
    ]);
  },

  forget: async ({ tenantId, day, promptId, entries }) => {
    await Promise.all([
      forgetCounted(table, usageKey(tenantId, day), promptId),
      ...entries
        .filter(({ dimension }) => isManyValued(dimension))
        .map((entry) => forgetValue(table, { tenantId, day, ...entry }, promptId)),
    ]);
  },

  read: (tenantId, dimension, from, to) => readUsage(table, tenantId, dimension, from, to),

  listTenants: (month, query) => listActiveTenants(table, month, query),
});
