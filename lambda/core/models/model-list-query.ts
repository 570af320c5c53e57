import { z } from 'zod';

const id = z.string().max(256).optional();

/** The query of `GET /v1/models`: pages are optional, as OpenAI's clients know none. */
export const ModelListQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(1000).meta({ description: 'Page size, 1 to 1000.' }),
  after_id: id.meta({ description: 'Models after this one: `last_id` of the page before.' }),
  after: id.meta({ description: 'The same.' }),
  before_id: id.meta({ description: 'Models before this one: `first_id` of the page after.' }),
});
export type ModelListQuery = z.infer<typeof ModelListQuery>;
