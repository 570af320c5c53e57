import type { Batch } from '#core/batches/batch.ts';
import { toBatchJson } from '#core/batches/batch-json.ts';
import { cancelBatch as cancel } from '#core/batches/cancel-batch.ts';
import { createBatch as create } from '#core/batches/create-batch.ts';
import { findBatch as find } from '#core/batches/find-batch.ts';
import { toIdQuery } from '#core/http/id-query.ts';
import { toListJson } from '#core/http/list-json.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { ApiRequest, RouteHandler } from '#lambda/http/api-request.ts';
import { pathId } from './path-id.ts';

/** The batch of the path. @throws ServiceError `not_found`. */
const findBatch = (
  request: Pick<ApiRequest<'getBatch'>, 'principal' | 'pathParameters'>,
  ports: ApiPorts,
): Promise<Batch> => {
  const { tenantId } = request.principal;
  return find({ tenantId, id: pathId(request, 'id'), dialect: 'openai' }, ports);
};

/** `POST /v1/batches` */
export const createBatch =
  (ports: ApiPorts): RouteHandler<'createBatch'> =>
  async (request) => ({ body: toBatchJson(await create(request.body, request, ports)) });

/** `GET /v1/batches` */
export const listBatches =
  ({ batches }: ApiPorts): RouteHandler<'listBatches'> =>
  async ({ principal, query }) => {
    const page = await batches.list(principal.tenantId, { dialect: 'openai', ...toIdQuery(query) });
    return { body: toListJson(page.items.map(toBatchJson), page.hasMore, page.lastId) };
  };

/** `GET /v1/batches/{id}` */
export const getBatch =
  (ports: ApiPorts): RouteHandler<'getBatch'> =>
  async (request) => ({ body: toBatchJson(await findBatch(request, ports)) });

/** `POST /v1/batches/{id}/cancel` */
export const cancelBatch =
  (ports: ApiPorts): RouteHandler<'cancelBatch'> =>
  async (request) => ({ body: toBatchJson(await cancel(await findBatch(request, ports), ports)) });
