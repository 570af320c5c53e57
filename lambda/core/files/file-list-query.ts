import { z } from 'zod';
import { type IdQuery, toIdQuery } from '#core/http/id-query.ts';
import { pageLimit } from '#core/http/page-limit.ts';
import { FilePurpose } from './stored-file.ts';

const id = z.string().min(1).max(64).optional();

/** The query of `GET /v1/files`, in the words of all clients. */
export const FileListQuery = z.strictObject({
  limit: pageLimit,
  order: z.enum(['asc', 'desc']).default('desc').meta({ description: 'By age; `desc`: newest first.' }),
  purpose: FilePurpose.optional(),
  after: id.meta({ description: 'Files after this one: `last_id` of the page before.' }),
  after_id: id.meta({ description: 'The same.' }),
  page: id.meta({ description: 'The same: `next_page` of the page before.' }),
  before_id: id.meta({ description: 'Files before this one: `first_id` of the page after.' }),
  beta: z.string().optional().meta({ description: 'Anthropic’s clients write it; means nothing.' }),
});
export type FileListQuery = z.infer<typeof FileListQuery>;

/** The cursors of all clients as one. */
export const toFileCursors = ({ after_id, page, after = after_id ?? page, ...query }: FileListQuery): IdQuery =>
  toIdQuery({ ...query, after });
