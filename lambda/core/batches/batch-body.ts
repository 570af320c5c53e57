import { z } from 'zod';
import { Metadata } from '#core/prompts/metadata.ts';

/** What a batch may have in either API, which neither has. */
export const BATCH_EXTRAS = {
  metadata: Metadata.nullish().meta({ description: 'Up to 16 pairs, kept with the batch.' }),
  webhook_url: z.url().max(2048).optional().meta({ description: 'Told of its end, besides the tenant’s webhooks.' }),
};

/** The body of `POST /v1/batches`: https://platform.openai.com/docs/api-reference/batch/create */
export const BatchBody = z.strictObject({
  input_file_id: z.string().max(64).meta({ description: 'A file of requests, one a line, of purpose `batch`.' }),
  endpoint: z.enum(
    ['/v1/chat/completions', '/v1/responses'],
    'must be "/v1/chat/completions" or "/v1/responses": others are not offered here',
  ),
  completion_window: z.literal('24h', 'must be "24h"'),
  output_expires_after: z
    .strictObject({
      anchor: z.literal('created_at', 'must be "created_at"'),
      seconds: z.int().min(3600, 'must be at least 3600 s'),
    })
    .optional()
    .meta({ description: 'When its output files are deleted.' }),
  ...BATCH_EXTRAS,
});
export type BatchBody = z.infer<typeof BatchBody>;
