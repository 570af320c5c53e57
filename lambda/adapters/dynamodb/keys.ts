import { createHash } from 'node:crypto';

/*
 * Every key of the table. One table; each access below is a read or a conditional update of single items.
 *
 * | access                                        | key                                                            |
 * | --------------------------------------------- | -------------------------------------------------------------- |
 * | a prompt                                      | pk = TENANT#<tenant>, sk = PROMPT#<id>                         |
 * | a tenant's prompts, newest first, by time     | the same pk, sk between two ids: ids sort by time (`newId`)    |
 * | open prompts of all tenants past a deadline   | index `open`: openPk = OPEN#<shard>, openSk < <deadline in ms> |
 * | a tenant's usage of some days                 | pk = TENANT#<tenant>, sk between USAGE#<day> and USAGE#<day>   |
 * | an API key by its public prefix               | pk = KEY#<prefix>, sk = KEY                                    |
 * | requests of a subject in a window of time     | pk = RATE#<subject>#<start in ms>, sk = RATE                   |
 */

/** The primary key of an item. A type, not an interface: the SDK wants an index signature. */
export type TableKey = { readonly pk: string; readonly sk: string };

const PROMPT = 'PROMPT#';
const USAGE = 'USAGE#';

/** Partition of all that is a tenant's. */
export const tenantPk = (tenantId: string): string => `TENANT#${tenantId}`;

/** Sorts by age: ids do. */
export const promptSk = (id: string): string => `${PROMPT}${id}`;

/** The id in a prompt's sort key. */
export const promptIdOf = (sk: string): string => sk.slice(PROMPT.length);

/** Where a prompt is. */
export const promptKey = (tenantId: string, id: string): TableKey => ({ pk: tenantPk(tenantId), sk: promptSk(id) });

/** Sorts by day, `YYYY-MM-DD`. */
export const usageSk = (day: string): string => `${USAGE}${day}`;

/** The day in a usage item's sort key. */
export const dayOf = (sk: string): string => sk.slice(USAGE.length);

/** Where a tenant's counters of a day are. */
export const usageKey = (tenantId: string, day: string): TableKey => ({ pk: tenantPk(tenantId), sk: usageSk(day) });

/** Where an API key is, by its public prefix. */
export const apiKeyKey = (prefix: string): TableKey => ({ pk: `KEY#${prefix}`, sk: 'KEY' });

/** Where a subject's requests in a window of time are counted. */
export const rateWindowKey = (subject: string, startsAtMs: number): TableKey => ({
  pk: `RATE#${subject}#${startsAtMs}`,
  sk: 'RATE',
});

/** One index partition takes 1,000 writes a second, so open prompts are spread over several. */
const OPEN_SHARDS = 16;

const openPk = (shard: number): string => `OPEN#${shard}`;

/** The partitions of the index of open prompts. */
export const OPEN_PKS: readonly string[] = Array.from({ length: OPEN_SHARDS }, (_, shard) => openPk(shard));

/** A deadline, padded so that the text sorts as the number does; `Infinity` sorts after all. */
export const openSk = (deadlineAtMs: number): string =>
  String(Math.min(deadlineAtMs, 999_999_999_999_999)).padStart(15, '0');

/** What notes a prompt as open, in the index. */
export const openAttributes = (id: string, deadlineAtMs: number) => {
  const shard = createHash('sha256').update(id).digest().readUInt8() % OPEN_SHARDS;
  return { openPk: openPk(shard), openSk: openSk(deadlineAtMs) };
};
