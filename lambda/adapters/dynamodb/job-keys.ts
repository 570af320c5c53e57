import { parseLineJobId } from '#core/jobs/job-id.ts';
import { type TableKey, tenantPk } from './keys.ts';
import { openShards } from './open-shards.ts';

/** Where the index notes when jobs are to be looked at. */
export const OPEN_JOBS = openShards('JOBS');

const JOB = 'JOB#';

/** Sorts by age: ids do. */
export const jobSk = (id: string): string => `${JOB}${id}`;

/** The id in a job's sort key. */
export const jobIdOf = (sk: string): string => sk.slice(JOB.length);

/** Partition of the lines of a batch, which is named without its prefix. */
export const linesPk = (tenantId: string, batch: string): string => `BATCH#${tenantId}#${batch}`;

/** Where a job is: one of its own, or a line of a batch. */
export const jobKey = (tenantId: string, id: string): TableKey => {
  const line = parseLineJobId(id);
  if (!line) return { pk: tenantPk(tenantId), sk: jobSk(id) };
  return { pk: linesPk(tenantId, line.batch), sk: `LINE#${String(line.line).padStart(6, '0')}` };
};

/** Partition of what happened in a job. */
export const jobEventsPk = (tenantId: string, jobId: string): string => `EVENTS#${tenantId}#${jobId}`;

/** Sorts by the number of an event. */
export const jobEventSk = (seq: number): string => String(seq).padStart(9, '0');

/** What the sort keys of batches begin with; ids follow, and sort by age. Those of the two APIs are listed apart. */
export const BATCH_PREFIXES = { openai: 'BATCH#', anthropic: 'MESSAGE-BATCH#' } as const;

/** Where a batch is. */
export const batchItemKey = (tenantId: string, id: string): TableKey => ({
  pk: tenantPk(tenantId),
  sk: BATCH_PREFIXES[id.startsWith('msgbatch_') ? 'anthropic' : 'openai'] + id,
});

/** Where the lines of a batch that have ended are counted. */
export const lineCountsKey = (tenantId: string, batchId: string): TableKey => ({
  pk: tenantPk(tenantId),
  sk: `LINE-COUNTS#${batchId}`,
});

/** Partition, in the index, of batches that are to be looked at. */
export const OPEN_BATCHES_PK = 'BATCHES';
