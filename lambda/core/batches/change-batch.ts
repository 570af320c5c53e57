import { ServiceError } from '#core/errors/service-error.ts';
import { replaceLatest } from '#core/replace-latest.ts';
import type { Batch } from './batch.ts';
import type { BatchStore } from './batch-store.ts';

/**
 * Changes a batch, whoever else changes it at the same time.
 *
 * @param batch as last seen.
 * @param change makes of the batch what it is to be; the same object if nothing is to change.
 * @returns the batch as it now stands.
 * @throws ServiceError `not_found`, `unavailable` if others change it all the time.
 */
export const changeBatch = (
  batch: Batch,
  change: (batch: Batch) => Batch,
  batches: Pick<BatchStore, 'get' | 'replace'>,
): Promise<Batch> =>
  replaceLatest({
    name: `The batch ${batch.id}`,
    known: batch,
    read: async () => {
      const latest = await batches.get(batch.tenantId, batch.id);
      if (!latest) throw new ServiceError('not_found', `There is no batch "${batch.id}" here.`);
      return latest;
    },
    replace: batches.replace,
    change,
  });
