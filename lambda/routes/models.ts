import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/api-request.ts';

/** `GET /v1/models`: one object per model that OpenAI's and Anthropic's SDKs both read. */
export const listModels =
  ({ settings }: ApiPorts): RouteHandler<'listModels'> =>
  async () => {
    const data = settings.models.map((model) => ({
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
    }));
    const body = {
      object: 'list',
      data,
      has_more: false,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
    };
    return { body };
  };
