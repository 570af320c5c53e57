import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { Batch } from '#core/batches/batch.ts';
import type { BatchStore } from '#core/batches/batch-store.ts';
import { hasBatchEnded } from '#core/batches/batch-transitions.ts';
import { countedAs } from '#core/batches/counted-as.ts';
import type { Clock } from '#core/clock.ts';
import { countOnce, forgetCounted } from './count-once.ts';
import { createItem } from './create-item.ts';
import { deleteVersion } from './delete-version.ts';
import { BATCH_PREFIXES, batchItemKey, lineCountsKey, OPEN_BATCHES_PK } from './job-keys.ts';
import { listById } from './list-by-id.ts';
import { listToCheck } from './list-to-check.ts';
import { openSk } from './open-shards.ts';
import { readItem } from './read-item.ts';
import { replaceVersion } from './replace-version.ts';
import type { TableClient } from './table-client.ts';

const toItem = (batch: Batch) => ({
  ...batchItemKey(batch.tenantId, batch.id),
  ...Batch.parse(batch),
  ...(batch.checkAtMs !== undefined && { openPk: OPEN_BATCHES_PK, openSk: openSk(batch.checkAtMs) }),
});

const amount = z.number().default(0);

const Counted = z.object({
  counts: z.object({ succeeded: amount, errored: amount, canceled: amount, expired: amount }),
  costMicroUsd: amount,
});

/**
 * Keeps each batch in an item, in the index for as long as it is to be looked at, and beside it a small one in which its
 * lines are counted: that is written twice for each of them (`count-once.ts`), and so costs by its size.
 */
export const createBatchStore = (table: TableClient, clock: Clock): BatchStore => {
  const { documents, tableName: TableName } = table;

  const withCounts = async (batch: Batch): Promise<Batch> => {
    if (hasBatchEnded(batch)) return batch;
    const item = await readItem(table, clock, lineCountsKey(batch.tenantId, batch.id));
    if (!item) return batch;
    return { ...batch, ...Counted.parse({ ...item, counts: item }) };
  };

  return {
    create: async (batch) => {
      if (await createItem(table, toItem(batch))) return;
      // A call that was repeated finds what it had stored before its answer was lost.
      const stored = await readItem(table, clock, batchItemKey(batch.tenantId, batch.id));
      const isOwn = stored?.['requestId'] === batch.requestId && stored['version'] === batch.version;
      if (!isOwn) throw new Error(`there is a batch ${batch.id}`);
    },

    get: async (tenantId, id) => {
      const item = await readItem(table, clock, batchItemKey(tenantId, id));
      return item && withCounts(Batch.parse(item));
    },

    list: async (tenantId, { dialect, ...query }) => {
      const page = await listById(table, clock, { ...query, tenantId, prefix: BATCH_PREFIXES[dialect] });
      const batches = page.items.map((item) => Batch.parse(item));
      const lastId = batches.at(-1)?.id;
      const there = batches.filter(({ deletedAtMs }) => deletedAtMs === undefined);
      return {
        ...page,
        items: await Promise.all(there.map(withCounts)),
        ...(lastId !== undefined && { lastId }),
      };
    },

    replace: (batch) => replaceVersion(table, batch, toItem),

    delete: async ({ tenantId, id, version }) => {
      if (!(await deleteVersion(table, batchItemKey(tenantId, id), version))) return false;
      await documents.send(new DeleteCommand({ TableName, Key: lineCountsKey(tenantId, id) }));
      return true;
    },

    countLine: async (line) => {
      const as = countedAs(line);
      if (!as) throw new Error(`${line.id} is ${line.status}, and cannot be counted yet`);
      const counters = new Map([
        [as, 1],
        ['costMicroUsd', line.costMicroUsd],
      ]);
      const { expiresAtSeconds } = line;
      const key = lineCountsKey(line.tenantId, line.batchLine.batchId);
      await countOnce(table, key, line.id, counters, { set: { expiresAtSeconds } });
    },

    forgetLine: async ({ tenantId, id, batchLine }) => {
      await forgetCounted(table, lineCountsKey(tenantId, batchLine.batchId), id);
    },

    listOpen: (checkBeforeMs) => listToCheck(table, clock, [OPEN_BATCHES_PK], Batch.parse, checkBeforeMs),
  };
};
