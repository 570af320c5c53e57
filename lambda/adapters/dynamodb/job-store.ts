import { QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import { Job } from '#core/jobs/job.ts';
import type { JobStore } from '#core/jobs/job-store.ts';
import { LineJob } from '#core/jobs/line-job.ts';
import { createItem } from './create-item.ts';
import { deleteVersion } from './delete-version.ts';
import { jobKey, linesPk, OPEN_JOBS } from './job-keys.ts';
import { listJobs } from './list-jobs.ts';
import { listToCheck } from './list-to-check.ts';
import { readItem } from './read-item.ts';
import { replaceVersion } from './replace-version.ts';
import type { TableClient } from './table-client.ts';

/** No id has more: what a caller asks for may be longer than a key can be. */
const MAX_ID_CHARS = 64;

const toItem = (job: Job) => ({
  ...jobKey(job.tenantId, job.id),
  ...Job.parse(job),
  ...(job.checkAtMs !== undefined && OPEN_JOBS.attributes(job.id, job.checkAtMs)),
});

/** Keeps each job in an item, in the index for as long as it is to be looked at. */
export const createJobStore = (table: TableClient, clock: Clock): JobStore => {
  const { documents, tableName: TableName } = table;

  return {
    create: async (job) => createItem(table, toItem(job)),

    get: async (tenantId, id) => {
      const item = id.length > MAX_ID_CHARS ? undefined : await readItem(table, clock, jobKey(tenantId, id));
      return item && Job.parse(item);
    },

    list: (tenantId, query) => listJobs(table, clock, tenantId, query),

    async *listLines(tenantId, batchId) {
      let startKey: QueryCommandOutput['LastEvaluatedKey'];
      do {
        const page: QueryCommandOutput = await documents.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': linesPk(tenantId, batchId.slice(batchId.indexOf('_') + 1)) },
            ConsistentRead: true,
            ExclusiveStartKey: startKey,
          }),
        );
        for (const item of page.Items ?? []) yield LineJob.parse(item);
        startKey = page.LastEvaluatedKey;
      } while (startKey);
    },

    replace: (job) => replaceVersion(table, job, toItem),

    delete: ({ tenantId, id, version }) => deleteVersion(table, jobKey(tenantId, id), version),

    listOpen: (checkBeforeMs) => listToCheck(table, clock, OPEN_JOBS.pks, Job.parse, checkBeforeMs),
  };
};
