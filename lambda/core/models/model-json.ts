import { z } from 'zod';
import { Model } from './model.ts';

const usd = z.number().nonnegative();

/** A model as the API shows it: one object that OpenAI's and Anthropic's SDKs both read. */
export const ModelJson = z.object({
  id: z.string(),
  object: z.literal('model'),
  type: z.literal('model'),
  created: z.int().meta({ description: 'Unix seconds' }),
  created_at: z.iso.datetime(),
  owned_by: z.literal('anthropic'),
  display_name: z.string(),
  aliases: Model.shape.aliases,
  max_input_tokens: z.int(),
  max_tokens: z.int(),
  price_usd_per_million_tokens: z.object({ input: usd, output: usd, cache_read: usd, cache_write: usd }),
});

/** The model as the API shows it. */
export const toModelJson = (model: Model): z.infer<typeof ModelJson> => ({
  id: model.id,
  object: 'model',
  type: 'model',
  created: Date.parse(model.createdAt) / 1000,
  created_at: new Date(model.createdAt).toISOString(),
  owned_by: 'anthropic',
  display_name: model.displayName,
  aliases: model.aliases,
  max_input_tokens: model.maxInputTokens,
  max_tokens: model.maxOutputTokens,
  price_usd_per_million_tokens: {
    input: model.price.input,
    output: model.price.output,
    cache_read: model.price.cacheRead,
    cache_write: model.price.cacheWrite,
  },
});
