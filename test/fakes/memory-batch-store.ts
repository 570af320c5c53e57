import type { Batch } from '#core/batches/batch.ts';
import type { BatchStore } from '#core/batches/batch-store.ts';
import { hasBatchEnded } from '#core/batches/batch-transitions.ts';
import { countedAs } from '#core/batches/counted-as.ts';
import type { Clock } from '#core/clock.ts';
import { pageById } from './page-by-id.ts';

type Counts = Pick<Batch, 'counts' | 'costMicroUsd'>;

/** Stands in for the table: keeps batches in memory. */
export const createMemoryBatchStore = (clock: Clock): BatchStore => {
  const records = new Map<string, Batch>();
  const counted = new Map<string, Counts>();
  const counting = new Set<string>();

  const find = (tenantId: string, id: string): Batch | undefined => {
    const batch = records.get(id);
    return batch?.tenantId === tenantId && batch.expiresAtSeconds * 1000 > clock() ? batch : undefined;
  };

  const withCounts = (batch: Batch): Batch => (hasBatchEnded(batch) ? batch : { ...batch, ...counted.get(batch.id) });

  return {
    create: async (batch) => {
      const { requestId = batch.requestId, version = batch.version } = records.get(batch.id) ?? {};
      if (requestId !== batch.requestId || version !== batch.version) throw new Error(`there is a batch ${batch.id}`);
      records.set(batch.id, batch);
    },
    get: async (tenantId, id) => {
      const batch = find(tenantId, id);
      return batch && withCounts(batch);
    },
    list: async (tenantId, { dialect, ...query }) => {
      const mine = [...records.values()].filter((batch) => find(tenantId, batch.id) && batch.dialect === dialect);
      const page = pageById(mine, query);
      const lastId = page.items.at(-1)?.id;
      const there = page.items.filter(({ deletedAtMs }) => deletedAtMs === undefined);
      return { ...page, items: there.map(withCounts), ...(lastId !== undefined && { lastId }) };
    },
    replace: async (batch) => {
      if (find(batch.tenantId, batch.id)?.version !== batch.version) return undefined;
      const changed = { ...batch, version: batch.version + 1 };
      records.set(batch.id, changed);
      return changed;
    },
    delete: async ({ tenantId, id, version }) => {
      if (find(tenantId, id)?.version !== version) return false;
      counted.delete(id);
      return records.delete(id);
    },
    countLine: async (line) => {
      const as = countedAs(line);
      if (!as) throw new Error(`${line.id} is ${line.status}, and cannot be counted yet`);
      if (counting.has(line.id)) return;
      counting.add(line.id);
      const { batchId } = line.batchLine;
      const { counts, costMicroUsd } = counted.get(batchId) ?? {
        counts: { succeeded: 0, errored: 0, canceled: 0, expired: 0 },
        costMicroUsd: 0,
      };
      counted.set(batchId, {
        counts: { ...counts, [as]: counts[as] + 1 },
        costMicroUsd: costMicroUsd + line.costMicroUsd,
      });
    },
    forgetLine: async ({ id }) => {
      counting.delete(id);
    },
    async *listOpen(checkBeforeMs) {
      for (const { tenantId, id } of [...records.values()]) {
        const batch = find(tenantId, id);
        if (batch?.checkAtMs !== undefined && batch.checkAtMs < checkBeforeMs) yield batch;
      }
    },
  };
};
