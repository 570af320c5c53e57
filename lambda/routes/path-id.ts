import { ServiceError } from '#core/errors/service-error.ts';

/** No id of a tenant, a key or a principal has more; what is longer may not fit into a key of the table. */
const MAX_CHARS = 256;

/** The id of that name in the path. @throws ServiceError `not_found` if no id can be so long. */
export const pathId = (
  { pathParameters }: { readonly pathParameters: Readonly<Record<string, string>> },
  name: 'id' | 'key_id' | 'principal_id' | 'delivery_id',
): string => {
  const id = pathParameters[name] ?? '';
  if (id.length <= MAX_CHARS) return id;
  throw new ServiceError('not_found', 'There is nothing with so long an id.');
};
