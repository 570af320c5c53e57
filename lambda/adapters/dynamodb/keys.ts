import type { Assignment } from '#core/tenants/assignment.ts';
import type { TextName } from '#core/texts/text-store.ts';
import type { ManyValued } from '#core/usage/usage-store.ts';
import { openShards } from './open-shards.ts';

/*
 * One table; each access below is a read or a conditional update of single items. The keys of jobs and batches are in
 * job-keys.ts, those of webhooks, events and deliveries in webhook-keys.ts, all others here.
 *
 * | access                                        | key                                                            |
 * | --------------------------------------------- | -------------------------------------------------------------- |
 * | a prompt                                      | pk = TENANT#<tenant>, sk = PROMPT#<id>                         |
 * | a tenant's prompts, newest first, by time     | the same pk, sk between two ids: ids sort by time (`newId`)    |
 * | open prompts of all tenants past a deadline   | index `open`: openPk = OPEN#<shard>, openSk < <deadline in ms> |
 * | a job                                         | pk = TENANT#<tenant>, sk = JOB#<id>                            |
 * | a tenant's jobs, newest first                 | the same pk, sk between two ids                                |
 * | a batch's lines, each a job                   | pk = BATCH#<tenant>#<batch>, sk = LINE#<line>                  |
 * | jobs of all tenants to be looked at           | index `open`: openPk = JOBS#<shard>, openSk < <time in ms>     |
 * | what happened in a job, from an event on      | pk = EVENTS#<tenant>#<job>, sk > <number of the event>         |
 * | a text beside a record                        | pk = TEXT#<tenant>#<name>, sk = TEXT                           |
 * | a tenant's usage of some days                 | pk = TENANT#<tenant>, sk between USAGE#<day> and USAGE#<day>   |
 * | the same by caller, by tag, or by metadata    | the same pk, sk from USAGE-KEY#<day>#…, USAGE-TAG#<day>#… or   |
 * |                                               | USAGE-METADATA:<key>#<day>#…                                   |
 * | tenants that had usage in a month             | index `open`: openPk = USAGE#<month>, openSk = <tenant>        |
 * | an API key by its public prefix               | pk = KEY#<prefix>, sk = KEY                                    |
 * | a tenant's API keys, oldest first; one by id  | pk = TENANT#<tenant>, sk = KEY#<id>: holds the prefix          |
 * | a tenant                                      | pk = TENANT#<tenant>, sk = TENANT                              |
 * | all tenants                                   | pk = TENANTS, sk = <tenant>                                    |
 * | the tenant of a Cognito user or client        | pk = PRINCIPAL#<principal>, sk = PRINCIPAL                     |
 * | the Cognito users and clients of a tenant     | index `open`: openPk = PRINCIPALS#<tenant>, openSk = <id>      |
 * | requests of a subject in a window of time     | pk = RATE#<subject>#<start in ms>, sk = RATE                   |
 * | a subject's prompts that run                  | pk = LEASES#<subject>, sk = LEASES                             |
 * | a subject's costs and requests of a day/month | pk = LEDGER#<subject>#<unit>#<start in ms>, sk = LEDGER        |
 * | the grant of a run (the prompt's id)          | pk = GRANT#<id>, sk = GRANT                                    |
 * | a batch; a tenant's batches of an API, by age | pk = TENANT#<tenant>, sk = BATCH#<id> or MESSAGE-BATCH#<id>    |
 * | how many of its lines have ended              | pk = TENANT#<tenant>, sk = LINE-COUNTS#<batch>                 |
 * | batches of all tenants to be looked at        | index `open`: openPk = BATCHES, openSk < <time in ms>          |
 * | a file; a tenant's files, by age              | pk = TENANT#<tenant>, sk = FILE#<id>                           |
 * | that a file has bytes                         | pk = FILE-BYTES#<id>, sk = FILE-BYTES                          |
 * | files of all tenants that have expired        | index `open`: openPk = FILES, openSk < <time in ms>            |
 * | a schedule                                    | pk = TENANT#<tenant>, sk = SCHEDULE#<id>                       |
 * | a tenant's schedules, newest first            | the same pk, sk between two ids                                |
 * | schedules of all tenants that make jobs       | index `open`: openPk = SCHEDULES, openSk = <id>                |
 * | a run of a schedule                           | pk = TENANT#<tenant>, sk = SCHEDULE-RUN#<schedule>#<id>        |
 * | a schedule's runs, newest first               | the same pk, sk between two ids: they rise with the time       |
 * | a claim of an Idempotency-Key                 | pk = IDEMPOTENCY#<hash of scope and key>, sk = IDEMPOTENCY     |
 * | what administrators did in a month            | pk = AUDIT#<month>, sk = <id>: ids sort by time                |
 * | a tenant's webhooks, oldest first; one by id  | pk = WEBHOOKS#<tenant>, sk = WEBHOOK#<id>                      |
 * | a tenant's events, oldest first, by time      | the same pk, sk = EVENT#<time in ms>#<id>                      |
 * | deliveries of a webhook, newest event first   | the same pk, sk = DELIVERY#<webhook>#<id>                      |
 * | deliveries of all tenants to be looked at     | index `open`: openPk = DELIVERIES#<shard>, openSk < <time>     |
 */

/** The primary key of an item. A type, not an interface: the SDK wants an index signature. */
export type TableKey = { readonly pk: string; readonly sk: string };

/** Sorts after every id, and every other value in a key. */
export const LAST = '~';

const PROMPT = 'PROMPT#';
const USAGE = 'USAGE#';

/** Partition of all that is a tenant's. */
export const tenantPk = (tenantId: string): string => `TENANT#${tenantId}`;

/** Sorts by age: ids do. */
export const promptSk = (id: string): string => `${PROMPT}${id}`;

/** The id in a prompt's sort key. */
export const promptIdOf = (sk: string): string => sk.slice(PROMPT.length);

/** Where the index notes prompts that are open, by their deadline. */
export const OPEN_PROMPTS = openShards('OPEN');

/** Where a prompt is. */
export const promptKey = (tenantId: string, id: string): TableKey => ({ pk: tenantPk(tenantId), sk: promptSk(id) });

/** Sorts by day, `YYYY-MM-DD`. */
export const usageSk = (day: string): string => `${USAGE}${day}`;

/** The day in a usage item's sort key. */
export const dayOf = (sk: string): string => sk.slice(USAGE.length);

/** Where a tenant's counters of a day are. */
export const usageKey = (tenantId: string, day: string): TableKey => ({ pk: tenantPk(tenantId), sk: usageSk(day) });

/** `USAGE-KEY#<day>`, `USAGE-TAG#<day>`, `USAGE-METADATA:<key>#<day>`. */
const usageValuesSk = (dimension: ManyValued, day: string): string =>
  `USAGE-${dimension.replace(/^\w+/, (kind) => kind.toUpperCase())}#${day}`;

/** Sorts by day, then by value. */
const usageValueSk = (dimension: ManyValued, day: string, value: string): string =>
  `${usageValuesSk(dimension, day)}#${value}`;

/** From the first value of a day to the last of another, which may be any text: `$` comes right behind `#`. */
export const usageValueRange = (dimension: ManyValued, fromDay: string, toDay: string) => ({
  from: usageValueSk(dimension, fromDay, ''),
  to: `${usageValuesSk(dimension, toDay)}$`,
});

/** The day and the value in the sort key of such an item. */
export const usageValueOf = (dimension: ManyValued, sk: string) => {
  const start = usageValuesSk(dimension, '').length;
  const [day = ''] = sk.slice(start).split('#', 1);
  return { day, value: sk.slice(start + day.length + 1) };
};

/** Where a tenant's counters of a day and one value are. */
export const usageValueKey = (tenantId: string, dimension: ManyValued, day: string, value: string): TableKey => ({
  pk: tenantPk(tenantId),
  sk: usageValueSk(dimension, day, value),
});

/** Where it is noted which values a tenant's day has. */
export const usageValuesKey = (tenantId: string, dimension: ManyValued, day: string): TableKey => ({
  pk: tenantPk(tenantId),
  sk: `VALUES-${usageValuesSk(dimension, day)}`,
});

/** Partition, in the index, of the tenants that had usage in a month, `YYYY-MM`. */
export const usageMonthPk = (month: string): string => `${USAGE}${month}`;

/** What notes a tenant's day in the index. */
export const usageMonthAttributes = (tenantId: string, day: string) => ({
  openPk: usageMonthPk(day.slice(0, 7)),
  openSk: tenantId,
});

/** Where an API key is, by its public prefix. */
export const apiKeyKey = (prefix: string): TableKey => ({ pk: `KEY#${prefix}`, sk: 'KEY' });

const TENANT_KEY = 'KEY#';

/** Sorts by age: ids do. */
export const tenantApiKeySk = (id: string): string => `${TENANT_KEY}${id}`;

/** Where a tenant's API key is found by its id. */
export const tenantApiKeyKey = (tenantId: string, id: string): TableKey => ({
  pk: tenantPk(tenantId),
  sk: tenantApiKeySk(id),
});

/** Where a tenant is. */
export const tenantKey = (id: string): TableKey => ({ pk: tenantPk(id), sk: 'TENANT' });

/** Partition of the list of all tenants. */
export const TENANTS_PK = 'TENANTS';

/** Where a tenant's entry in the list of all is. */
export const tenantEntryKey = (id: string): TableKey => ({ pk: TENANTS_PK, sk: id });

/** Where is noted which tenant a Cognito user or client belongs to. */
export const assignmentKey = (principalId: string): TableKey => ({ pk: `PRINCIPAL#${principalId}`, sk: 'PRINCIPAL' });

/** Partition, in the index, of the Cognito users and clients that belong to a tenant. */
export const assignmentsPk = (tenantId: string): string => `PRINCIPALS#${tenantId}`;

/** What notes such a user or client in the index. */
export const assignmentAttributes = ({ tenantId, principalId }: Assignment) => ({
  openPk: assignmentsPk(tenantId),
  openSk: principalId,
});

/** Where a subject's requests in a window of time are counted. */
export const rateWindowKey = (subject: string, startsAtMs: number): TableKey => ({
  pk: `RATE#${subject}#${startsAtMs}`,
  sk: 'RATE',
});

/** Where is noted which of a subject's prompts run. */
export const leasesKey = (subject: string): TableKey => ({ pk: `LEASES#${subject}`, sk: 'LEASES' });

/** Where a subject's costs and requests of a day or a month are counted. */
export const ledgerKey = (subject: string, unit: 'day' | 'month', startsAtMs: number): TableKey => ({
  pk: `LEDGER#${subject}#${unit}#${startsAtMs}`,
  sk: 'LEDGER',
});

/** Where the grant of a run is. */
export const grantKey = (runId: string): TableKey => ({ pk: `GRANT#${runId}`, sk: 'GRANT' });

/** Where a text beside a record is. */
export const textKey = ({ tenantId, name }: TextName): TableKey => ({ pk: `TEXT#${tenantId}#${name}`, sk: 'TEXT' });

/** What the sort keys of files begin with; ids follow, and sort by age. */
export const FILE = 'FILE#';

/** Where a file is. */
export const fileItemKey = (tenantId: string, id: string): TableKey => ({ pk: tenantPk(tenantId), sk: FILE + id });

const FILE_BYTES = 'FILE-BYTES';

/** Where it is noted that a file has bytes. */
export const fileBytesKey = (id: string): TableKey => ({ pk: `${FILE_BYTES}#${id}`, sk: FILE_BYTES });

/** The id in the partition of such a note. */
export const fileIdOf = (pk: string): string => pk.slice(FILE_BYTES.length + 1);

/** Partition, in the index, of files whose bytes are to be deleted. */
export const OPEN_FILES_PK = 'FILES';

/** Sorts by age: ids do. */
export const scheduleSk = (id: string): string => `SCHEDULE#${id}`;

/** Where a schedule is. */
export const scheduleKey = (tenantId: string, id: string): TableKey => ({ pk: tenantPk(tenantId), sk: scheduleSk(id) });

/** Partition, in the index, of the schedules that make jobs by themselves: it changes seldom. */
export const SCHEDULES_PK = 'SCHEDULES';

/** Sorts by time, as its id does. */
export const scheduleRunSk = (scheduleId: string, id: string): string => `SCHEDULE-RUN#${scheduleId}#${id}`;

/** Where a claim of an Idempotency-Key is. */
export const idempotencyKey = (id: string): TableKey => ({ pk: `IDEMPOTENCY#${id}`, sk: 'IDEMPOTENCY' });

/** Where the record of an administrator's act is. */
export const auditKey = (month: string, id: string): TableKey => ({ pk: `AUDIT#${month}`, sk: id });
