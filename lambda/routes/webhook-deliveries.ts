import type { Principal } from '#core/auth/principal.ts';
import { toListJson } from '#core/http/list-json.ts';
import { toDeliveryJson } from '#core/webhooks/delivery-json.ts';
import { type DeliveryRef, findDelivery } from '#core/webhooks/find-delivery.ts';
import { findWebhook } from '#core/webhooks/find-webhook.ts';
import { redeliver } from '#core/webhooks/redeliver.ts';
import type { WebhookPorts } from '#core/webhooks/webhook-ports.ts';
import type { RouteHandler } from '#lambda/http/api-request.ts';
import { pathId } from './path-id.ts';

/** What the requests have in common that name a delivery. */
type DeliveryRequest = Parameters<typeof pathId>[0] & { readonly principal: Principal };

const refOf = (request: DeliveryRequest): DeliveryRef => ({
  tenantId: request.principal.tenantId,
  webhookId: pathId(request, 'id'),
  deliveryId: pathId(request, 'delivery_id'),
});

/** `GET /v1/webhooks/{id}/deliveries` */
export const listWebhookDeliveries =
  (ports: WebhookPorts): RouteHandler<'listWebhookDeliveries'> =>
  async (request) => {
    const { limit, after, status } = request.query;
    const { tenantId, id } = await findWebhook(request.principal.tenantId, pathId(request, 'id'), ports);
    const page = await ports.deliveries.list(tenantId, id, {
      limit,
      ...(after !== undefined && { after }),
      ...(status !== undefined && { status }),
    });
    return { body: toListJson(page.deliveries.map(toDeliveryJson), page.hasMore, page.lastId) };
  };

/** `GET /v1/webhooks/{id}/deliveries/{delivery_id}` */
export const getWebhookDelivery =
  ({ deliveries }: WebhookPorts): RouteHandler<'getWebhookDelivery'> =>
  async (request) => ({ body: toDeliveryJson(await findDelivery(refOf(request), deliveries)) });

/** `POST /v1/webhooks/{id}/deliveries/{delivery_id}/redeliver` */
export const redeliverWebhook =
  (ports: WebhookPorts): RouteHandler<'redeliverWebhook'> =>
  async (request) => ({ body: toDeliveryJson(await redeliver(refOf(request), ports)) });
