import { ServiceError } from '#core/errors/service-error.ts';
import type { Batch, BatchDialect } from './batch.ts';
import type { BatchStore } from './batch-store.ts';

/**
 * The batch, if it was made by that API.
 *
 * @throws ServiceError `not_found`
 */
export const findBatch = async (
  { tenantId, id, dialect }: { readonly tenantId: string; readonly id: string; readonly dialect: BatchDialect },
  { batches }: { readonly batches: Pick<BatchStore, 'get'> },
): Promise<Batch> => {
  const batch = await batches.get(tenantId, id);
  if (batch?.dialect === dialect && batch.deletedAtMs === undefined) return batch;
  throw new ServiceError('not_found', `There is no batch "${id}" here. It may have been deleted or have expired.`);
};
