/** Which page of a list to read. */
export interface ListedQuery {
  readonly limit: number;
  /** @default - the first */
  readonly after?: string;
}

/** A page of a list, and the id that the next one comes after. */
export interface ListedPage<T> {
  readonly items: readonly T[];
  readonly hasMore: boolean;
  readonly lastId?: string | undefined;
}

const PAGE = 100;

/** All that a list holds, read page by page. */
export const eachListed = async function* <T>(
  list: (query: ListedQuery) => Promise<ListedPage<T>>,
): AsyncGenerator<T, void, void> {
  let after: string | undefined;
  do {
    const { items, hasMore, lastId } = await list({ limit: PAGE, ...(after !== undefined && { after }) });
    yield* items;
    after = hasMore ? lastId : undefined;
  } while (after !== undefined);
};
