import type { IdPage, IdQuery } from '#core/http/id-query.ts';

/** The page of the items that the query asks for: what a table does with a range of keys. */
export const pageById = <T extends { readonly id: string }>(
  all: readonly T[],
  { limit, order = 'desc', after, before }: IdQuery,
): IdPage<T> => {
  const sorted = all.toSorted((a, b) => (a.id < b.id === (order === 'asc') ? -1 : 1));
  const comesAfter = (id: string, other: string): boolean => (order === 'asc' ? id > other : id < other);
  if (after === undefined && before !== undefined) {
    const found = sorted.filter(({ id }) => comesAfter(before, id));
    return { items: found.slice(-limit), hasMore: found.length > limit };
  }
  const found = sorted.filter(({ id }) => after === undefined || comesAfter(id, after));
  return { items: found.slice(0, limit), hasMore: found.length > limit };
};
