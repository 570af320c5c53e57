import { DeleteCommand, PutCommand, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '#core/clock.ts';
import { Job } from '#core/jobs/job.ts';
import type { JobStore } from '#core/jobs/job-store.ts';
import { jobKey, linesPk, OPEN_JOB_PKS, openJobAttributes, openSk } from './keys.ts';
import { listJobs } from './list-jobs.ts';
import { openKeys } from './open-keys.ts';
import { readItem } from './read-item.ts';
import type { TableClient } from './table-client.ts';
import { unlessConditionFailed } from './unless-condition-failed.ts';

/** No id has more: what a caller asks for may be longer than a key can be. */
const MAX_ID_CHARS = 64;

const toItem = (job: Job) => ({
  ...jobKey(job.tenantId, job.id),
  ...Job.parse(job),
  ...(job.checkAtMs !== undefined && openJobAttributes(job.id, job.checkAtMs)),
});

/** Keeps each job in an item, in the index for as long as it is to be looked at. */
export const createJobStore = (table: TableClient, clock: Clock): JobStore => {
  const { documents, tableName: TableName } = table;

  const put = (job: Job, ConditionExpression: string, values?: Record<string, unknown>) =>
    unlessConditionFailed(
      documents.send(
        new PutCommand({
          TableName,
          Item: toItem(job),
          ConditionExpression,
          ...(values && { ExpressionAttributeValues: values }),
        }),
      ),
    );

  return {
    create: async (job) => (await put(job, 'attribute_not_exists(pk)')) !== undefined,

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
        for (const item of page.Items ?? []) yield Job.parse(item);
        startKey = page.LastEvaluatedKey;
      } while (startKey);
    },

    replace: async (job) => {
      const changed = { ...job, version: job.version + 1 };
      return (await put(changed, 'version = :version', { ':version': job.version })) && changed;
    },

    delete: async ({ tenantId, id, version }) => {
      const deleted = await unlessConditionFailed(
        documents.send(
          new DeleteCommand({
            TableName,
            Key: jobKey(tenantId, id),
            ConditionExpression: 'version = :version',
            ExpressionAttributeValues: { ':version': version },
          }),
        ),
      );
      return deleted !== undefined;
    },

    async *listOpen(checkBeforeMs) {
      for (const openPk of OPEN_JOB_PKS) {
        for await (const key of openKeys(table, openPk, openSk(checkBeforeMs))) {
          const item = await readItem(table, clock, key);
          // The index lags behind the table.
          const job = item && Job.parse(item);
          if (job?.checkAtMs !== undefined && job.checkAtMs < checkBeforeMs) yield job;
        }
      }
    },
  };
};
