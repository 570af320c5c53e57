/** Which of a tenant's things to list: a page of them in the order of their ids, which is that of their age. */
export interface IdQuery {
  readonly limit: number;
  /** @default 'desc', newest first */
  readonly order?: 'asc' | 'desc';
  /** The page comes after the thing with this id. */
  readonly after?: string;
  /** The page ends before the thing with this id, if it is not to come after one. */
  readonly before?: string;
}

/** A page of a list. */
export interface IdPage<T> {
  readonly items: readonly T[];
  /** Whether there are more in the direction that the query goes. */
  readonly hasMore: boolean;
  /**
   * Where the next page goes on: the last item read, which a filter may have left out.
   * @default - the page's own last item
   */
  readonly lastId?: string;
}

/** What a caller may say of it. */
interface Cursors {
  readonly limit: number;
  readonly order?: 'asc' | 'desc';
  readonly after?: string | undefined;
  readonly before_id?: string | undefined;
}

/** The query, without what is not said. */
export const toIdQuery = ({ limit, order, after, before_id: before }: Cursors): IdQuery => ({
  limit,
  ...(order && { order }),
  ...(after === undefined ? before !== undefined && { before } : { after }),
});
