import { usableModels } from '#core/auth/usable-models.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { toListJson } from '#core/http/list-json.ts';
import { findModel } from '#core/models/find-model.ts';
import { toModelJson } from '#core/models/model-json.ts';
import { pageModels } from '#core/models/page-models.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';

/** `GET /v1/models`: what the caller may use. */
export const listModels =
  ({ settings }: ApiPorts): RouteHandler<'listModels'> =>
  async ({ principal, query }) => {
    const { models, hasMore } = pageModels(usableModels(settings.models, principal), query);
    return { body: toListJson(models.map(toModelJson), hasMore) };
  };

/** `GET /v1/models/{id}`: by id or alias. */
export const getModel =
  ({ settings }: ApiPorts): RouteHandler<'getModel'> =>
  async ({ principal, pathParameters: { id = '' } }) => {
    const model = findModel(usableModels(settings.models, principal), id);
    if (!model)
      throw new ServiceError('not_found', `There is no model "${id}" here. GET /v1/models lists what there is.`);
    return { body: toModelJson(model) };
  };
