import { toListJson } from '#core/http/list-json.ts';
import { toModelJson } from '#core/models/model-json.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { RouteHandler } from '#lambda/api-request.ts';

/** `GET /v1/models` */
export const listModels =
  ({ settings }: ApiPorts): RouteHandler<'listModels'> =>
  async () => ({ body: toListJson(settings.models.map(toModelJson)) });
