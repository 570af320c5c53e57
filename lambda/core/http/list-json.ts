import type { ZodType } from 'zod';
import { z } from 'zod';

/** A page of a list, in the envelope that OpenAI's and Anthropic's SDKs both paginate by. */
export const listJson = <S extends ZodType>(item: S) =>
  z.object({
    object: z.literal('list'),
    data: z.array(item),
    has_more: z.boolean(),
    first_id: z.string().nullable(),
    last_id: z.string().nullable().meta({ description: 'Give it as `after` for the next page.' }),
  });

/** A page of a list; `lastId` says where to go on when the page's own last item does not. */
export const toListJson = <T extends { readonly id: string }>(
  data: readonly T[],
  hasMore = false,
  lastId = data.at(-1)?.id,
) => ({ object: 'list' as const, data, has_more: hasMore, first_id: data[0]?.id ?? null, last_id: lastId ?? null });
