import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import { groupedDimension, metadataKeyOf, type UsageGrouping } from './usage-query.ts';

/** @throws ServiceError `invalid_request`, naming the keys that there are, if usage is not told apart by that one. */
export const checkGrouping = (
  groupBy: UsageGrouping,
  { usageMetadataKeys: keys }: Pick<Settings, 'usageMetadataKeys'>,
): void => {
  const key = metadataKeyOf(groupedDimension(groupBy));
  if (key === undefined || keys.includes(key)) return;
  const allowed = keys.length > 0 ? `keys of metadata are ${keys.join(', ')}` : 'there are no keys of metadata';
  throw new ServiceError('invalid_request', `Usage is not told apart by metadata:${key} here: ${allowed}.`, {
    fields: [{ pointer: '/group_by', message: allowed }],
  });
};
