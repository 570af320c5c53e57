import { ServiceError } from '#core/errors/service-error.ts';
import { toListJson } from '#core/http/list-json.ts';
import { findModel } from '#core/models/find-model.ts';
import { toModelJson } from '#core/models/model-json.ts';
import { pageModels } from '#core/models/page-models.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/api-request.ts';

/** `GET /v1/models` */
export const listModels =
  ({ settings }: ApiPorts): RouteHandler<'listModels'> =>
  async ({ query }) => {
    const { models, hasMore } = pageModels(settings.models, query);
    return { body: toListJson(models.map(toModelJson), hasMore) };
  };

/** `GET /v1/models/{id}`: by id or alias. */
export const getModel =
  ({ settings }: ApiPorts): RouteHandler<'getModel'> =>
  async ({ pathParameters: { id = '' } }) => {
    const model = findModel(settings.models, id);
    if (!model)
      throw new ServiceError('not_found', `There is no model "${id}" here. GET /v1/models lists what there is.`);
    return { body: toModelJson(model) };
  };
