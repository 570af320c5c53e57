import { z } from 'zod';
import { type IdQuery, toIdQuery } from '#core/http/id-query.ts';
import { pageLimit } from '#core/http/page-limit.ts';

const id = z.string().min(1).max(64).optional();

/** The query of `GET /v1/batches`. */
export const BatchListQuery = z.strictObject({
  limit: pageLimit,
  after: id.meta({ description: 'Batches after this one: the last of the page before.' }),
});

/** The query of `GET /v1/messages/batches`. */
export const MessageBatchListQuery = z.strictObject({
  limit: pageLimit,
  after_id: id.meta({ description: 'Batches after this one: `last_id` of the page before.' }),
  before_id: id.meta({ description: 'Batches before this one: `first_id` of the page after.' }),
  beta: z.string().optional().meta({ description: 'Anthropic’s clients write it; means nothing.' }),
});

/** The query in our words. */
export const toBatchCursors = ({ after_id: after, ...query }: z.infer<typeof MessageBatchListQuery>): IdQuery =>
  toIdQuery({ ...query, after });
