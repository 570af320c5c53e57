import type { Batch } from '#core/batches/batch.ts';
import { toBatchCursors } from '#core/batches/batch-list-query.ts';
import { resultsKey } from '#core/batches/batch-objects.ts';
import { cancelBatch } from '#core/batches/cancel-batch.ts';
import { createMessageBatch as create } from '#core/batches/create-message-batch.ts';
import { deleteBatch } from '#core/batches/delete-batch.ts';
import { findBatch } from '#core/batches/find-batch.ts';
import { toMessageBatchJson } from '#core/batches/message-batch-json.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import { toListJson } from '#core/http/list-json.ts';
import type { ApiPorts } from '#lambda/api-ports.ts';
import type { ApiRequest, RouteHandler } from '#lambda/http/api-request.ts';
import { pathId } from './path-id.ts';
import { sendOn } from './send-on.ts';

/** The batch of the path. @throws ServiceError `not_found`. */
const find = (
  request: Pick<ApiRequest<'getMessageBatch'>, 'principal' | 'pathParameters'>,
  ports: ApiPorts,
): Promise<Batch> => {
  const { tenantId } = request.principal;
  return findBatch({ tenantId, id: pathId(request, 'id'), dialect: 'anthropic' }, ports);
};

/** `POST /v1/messages/batches` */
export const createMessageBatch =
  (ports: ApiPorts): RouteHandler<'createMessageBatch'> =>
  async (request) => ({
    body: toMessageBatchJson(await create(request.body, request, ports), request.baseUrl),
  });

/** `GET /v1/messages/batches` */
export const listMessageBatches =
  ({ batches }: ApiPorts): RouteHandler<'listMessageBatches'> =>
  async ({ principal, query, baseUrl }) => {
    const page = await batches.list(principal.tenantId, { dialect: 'anthropic', ...toBatchCursors(query) });
    const found = page.items.map((batch) => toMessageBatchJson(batch, baseUrl));
    return { body: toListJson(found, page.hasMore, page.lastId) };
  };

/** `GET /v1/messages/batches/{id}` */
export const getMessageBatch =
  (ports: ApiPorts): RouteHandler<'getMessageBatch'> =>
  async (request) => ({ body: toMessageBatchJson(await find(request, ports), request.baseUrl) });

/** `POST /v1/messages/batches/{id}/cancel` */
export const cancelMessageBatch =
  (ports: ApiPorts): RouteHandler<'cancelMessageBatch'> =>
  async (request) => {
    const canceled = await cancelBatch(await find(request, ports), ports);
    return { body: toMessageBatchJson(canceled, request.baseUrl) };
  };

/** `DELETE /v1/messages/batches/{id}` */
export const deleteMessageBatch =
  (ports: ApiPorts): RouteHandler<'deleteMessageBatch'> =>
  async (request) => {
    const batch = await find(request, ports);
    await deleteBatch(batch, ports);
    return { body: { id: batch.id, type: 'message_batch_deleted' } };
  };

/** `GET /v1/messages/batches/{id}/results`: sends the caller on to where they can be read. */
export const getMessageBatchResults =
  (ports: ApiPorts): RouteHandler<'getMessageBatchResults'> =>
  async (request) => {
    const batch = await find(request, ports);
    const { id } = batch;
    if (toMessageBatchJson(batch, request.baseUrl).results_url === null) {
      throw new ServiceError(
        'conflict',
        `The batch "${id}" has no results: it has not ended, or its file was refused.`,
      );
    }
    return sendOn({ key: resultsKey(id), filename: `${id}_results.jsonl` }, request, ports);
  };
