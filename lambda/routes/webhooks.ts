import { ServiceError } from '#core/errors/service-error.ts';
import { toListJson } from '#core/http/list-json.ts';
import { checkOwn } from '#core/webhooks/check-own.ts';
import { createWebhook as create } from '#core/webhooks/create-webhook.ts';
import { toDeliveryJson } from '#core/webhooks/delivery-json.ts';
import { findWebhook } from '#core/webhooks/find-webhook.ts';
import { noWebhook } from '#core/webhooks/no-webhook.ts';
import { replayEvents } from '#core/webhooks/replay-events.ts';
import { rotateWebhook as rotate } from '#core/webhooks/rotate-webhook.ts';
import { testWebhook as test } from '#core/webhooks/test-webhook.ts';
import { updateWebhook as update } from '#core/webhooks/update-webhook.ts';
import { DEFAULT_WEBHOOK_ID, type Webhook } from '#core/webhooks/webhook.ts';
import { toWebhookJson } from '#core/webhooks/webhook-json.ts';
import type { WebhookPorts } from '#core/webhooks/webhook-ports.ts';
import type { ApiResponse, RouteHandler } from '#lambda/http/api-request.ts';
import { pathId } from './path-id.ts';

const withSecret = (webhook: Webhook, nowMs: number): ApiResponse => ({
  body: { ...toWebhookJson(webhook, nowMs), secret: webhook.secret },
  holdsSecret: true,
});

/** `POST /v1/webhooks` */
export const createWebhook =
  (ports: WebhookPorts): RouteHandler<'createWebhook'> =>
  async ({ principal, body }) =>
    withSecret(await create(principal.tenantId, body, ports), ports.clock());

/** `GET /v1/webhooks`: the built-in one is not among them. */
export const listWebhooks =
  ({ webhooks, clock }: WebhookPorts): RouteHandler<'listWebhooks'> =>
  async ({ principal, query: { limit, after } }) => {
    const page = await webhooks.list(principal.tenantId, { limit, ...(after !== undefined && { after }) });
    const shown = page.webhooks.map((webhook) => toWebhookJson(webhook, clock()));
    return { body: toListJson(shown, page.hasMore) };
  };

/** `GET /v1/webhooks/{id}` */
export const getWebhook =
  (ports: WebhookPorts): RouteHandler<'getWebhook'> =>
  async (request) => {
    const webhook = await findWebhook(request.principal.tenantId, pathId(request, 'id'), ports);
    return { body: toWebhookJson(webhook, ports.clock()) };
  };

/** `PATCH /v1/webhooks/{id}` */
export const updateWebhook =
  (ports: WebhookPorts): RouteHandler<'updateWebhook'> =>
  async (request) => {
    const webhook = await update(request.principal.tenantId, pathId(request, 'id'), request.body, ports);
    return { body: toWebhookJson(webhook, ports.clock()) };
  };

/** `DELETE /v1/webhooks/{id}` */
export const deleteWebhook =
  ({ webhooks }: WebhookPorts): RouteHandler<'deleteWebhook'> =>
  async (request) => {
    const id = pathId(request, 'id');
    checkOwn(id);
    if (!(await webhooks.delete(request.principal.tenantId, id))) throw noWebhook(id);
    return { body: { id, object: 'webhook', deleted: true } };
  };

/** `GET /v1/webhooks/default/secret`: it signs what goes to addresses of jobs, whose owners were never shown it. */
export const getWebhookSecret =
  (ports: WebhookPorts): RouteHandler<'getWebhookSecret'> =>
  async (request) => {
    const id = pathId(request, 'id');
    if (id !== DEFAULT_WEBHOOK_ID) {
      const message = `Only the secret of "${DEFAULT_WEBHOOK_ID}" can be read. Others are shown once: rotate for a new one.`;
      throw new ServiceError('not_found', message);
    }
    const { secret } = await findWebhook(request.principal.tenantId, id, ports);
    return { body: { object: 'webhook_secret', webhook_id: id, secret }, holdsSecret: true };
  };

/** `POST /v1/webhooks/{id}/rotate` */
export const rotateWebhook =
  (ports: WebhookPorts): RouteHandler<'rotateWebhook'> =>
  async (request) => {
    const { tenantId } = request.principal;
    const webhook = await rotate(tenantId, pathId(request, 'id'), request.body.grace_hours, ports);
    return withSecret(webhook, ports.clock());
  };

/** `POST /v1/webhooks/{id}/test` */
export const testWebhook =
  (ports: WebhookPorts): RouteHandler<'testWebhook'> =>
  async (request) => ({
    body: toDeliveryJson(await test(request.principal.tenantId, pathId(request, 'id'), ports)),
  });

/** `POST /v1/webhooks/{id}/replay` */
export const replayWebhook =
  (ports: WebhookPorts): RouteHandler<'replayWebhook'> =>
  async (request) => ({
    body: await replayEvents(request.principal.tenantId, pathId(request, 'id'), request.body, ports),
  });
