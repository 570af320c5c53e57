import type { CallOptions, Client } from './client.ts';

/** A page of a list. */
interface Page<T> {
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly last_id: string | null;
}

const PAGE_SIZE = 100;

/** The first `most` items of a list, from as many pages as that takes. */
export const listAll = async <T>(
  client: Client,
  path: string,
  { most = Number.POSITIVE_INFINITY, query = {} }: { readonly most?: number } & Pick<CallOptions, 'query'> = {},
): Promise<readonly T[]> => {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const limit = Math.min(PAGE_SIZE, most - items.length);
    const page: Page<T> = await client.json('GET', path, { query: { ...query, limit, after } });
    items.push(...page.data);
    after = page.has_more ? (page.last_id ?? undefined) : undefined;
  } while (after !== undefined && items.length < most);
  return items;
};
