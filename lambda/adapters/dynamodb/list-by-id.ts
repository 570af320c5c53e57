import type { Clock } from '#core/clock.ts';
import type { IdPage, IdQuery } from '#core/http/id-query.ts';
import { LAST, tenantPk } from './keys.ts';
import { listRange, type RangePage } from './list-range.ts';
import type { TableClient } from './table-client.ts';

/** Which items of a tenant to list. */
export interface IdList extends IdQuery {
  readonly tenantId: string;
  /** What their sort keys begin with; the id follows. */
  readonly prefix: string;
  /** Attributes that must have that value; `undefined`: any. */
  readonly filter?: Readonly<Record<string, string | undefined>>;
}

/** Sorts right after a key: no id has a space. */
const NEXT = ' ';

/** The direction to read in, and the keys to read between. */
const toRange = ({ prefix, order = 'desc', after, before }: IdList) => {
  const isBackward = after === undefined && before !== undefined;
  const isRising = (order === 'asc') !== isBackward;
  const cursor = after ?? before;
  const from = isRising && cursor !== undefined ? prefix + cursor + NEXT : prefix;
  return { isBackward, isRising, from, before: prefix + (isRising || cursor === undefined ? LAST : cursor) };
};

/** A page of a tenant's items, in the order of their ids. */
export const listById = async (
  table: TableClient,
  clock: Clock,
  list: IdList,
): Promise<IdPage<RangePage['items'][number]>> => {
  const { tenantId, prefix, limit, filter = {} } = list;
  const { isBackward, ...range } = toRange(list);
  const { items, hasMore, lastSk } = await listRange(table, clock, {
    ...{ pk: tenantPk(tenantId), limit, filter },
    ...range,
  });
  return {
    items: isBackward ? items.toReversed() : items,
    hasMore,
    ...(lastSk !== undefined && !isBackward && { lastId: lastSk.slice(prefix.length) }),
  };
};
