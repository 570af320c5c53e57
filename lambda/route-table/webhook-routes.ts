import { z } from 'zod';
import { listJson } from '#core/http/list-json.ts';
import { PageQuery } from '#core/http/page-query.ts';
import { DeliveryJson, DeliveryListQuery } from '#core/webhooks/delivery-json.ts';
import { ReplayBody, ReplayJson } from '#core/webhooks/replay-body.ts';
import { WebhookBody, WebhookChanges, WebhookRotationBody } from '#core/webhooks/webhook-body.ts';
import { NewWebhookJson, WebhookJson } from '#core/webhooks/webhook-json.ts';
import { CALLER } from './credentials.ts';
import type { Route } from './route.ts';

const WEBHOOKS = '/v1/webhooks';
const WEBHOOK = `${WEBHOOKS}/{id}`;
const DELIVERIES = `${WEBHOOK}/deliveries`;
const DELIVERY = `${DELIVERIES}/{delivery_id}`;

const DeletedJson = z.object({ id: z.string(), object: z.literal('webhook'), deleted: z.literal(true) });

const WebhookSecretJson = z.object({ object: z.literal('webhook_secret'), webhook_id: z.string(), secret: z.string() });

/** Who is told of events, and what came of that. */
export const WEBHOOK_ROUTES = [
  {
    ...CALLER,
    method: 'POST',
    path: WEBHOOKS,
    operation: 'createWebhook',
    summary: 'Create a webhook, whose secret is shown once',
    body: WebhookBody,
    response: NewWebhookJson,
  },
  {
    ...CALLER,
    method: 'GET',
    path: WEBHOOKS,
    operation: 'listWebhooks',
    summary: 'List the webhooks, oldest first',
    query: PageQuery,
    response: listJson(WebhookJson),
  },
  {
    ...CALLER,
    method: 'GET',
    path: WEBHOOK,
    operation: 'getWebhook',
    summary: 'Read a webhook',
    response: WebhookJson,
  },
  {
    ...CALLER,
    method: 'PATCH',
    path: WEBHOOK,
    operation: 'updateWebhook',
    summary: 'Change a webhook: its address, what it is told of, or whether it is disabled',
    body: WebhookChanges,
    response: WebhookJson,
  },
  {
    ...CALLER,
    method: 'DELETE',
    path: WEBHOOK,
    operation: 'deleteWebhook',
    summary: 'Delete a webhook: it is told nothing any more',
    response: DeletedJson,
  },
  {
    ...CALLER,
    method: 'GET',
    path: `${WEBHOOK}/secret`,
    operation: 'getWebhookSecret',
    summary: 'Read the secret of the built-in webhook, `default`',
    response: WebhookSecretJson,
  },
  {
    ...CALLER,
    method: 'POST',
    path: `${WEBHOOK}/rotate`,
    operation: 'rotateWebhook',
    summary: 'Give a webhook a new secret, which is shown once',
    body: WebhookRotationBody,
    response: NewWebhookJson,
  },
  {
    ...CALLER,
    method: 'POST',
    path: `${WEBHOOK}/test`,
    operation: 'testWebhook',
    summary: 'Send a webhook a test event',
    response: DeliveryJson,
  },
  {
    ...CALLER,
    method: 'POST',
    path: `${WEBHOOK}/replay`,
    operation: 'replayWebhook',
    summary: 'Tell a webhook again of the events of some time',
    body: ReplayBody,
    response: ReplayJson,
  },
  {
    ...CALLER,
    method: 'GET',
    path: DELIVERIES,
    operation: 'listWebhookDeliveries',
    summary: 'List the deliveries to a webhook, newest event first',
    query: DeliveryListQuery,
    response: listJson(DeliveryJson),
  },
  {
    ...CALLER,
    method: 'GET',
    path: DELIVERY,
    operation: 'getWebhookDelivery',
    summary: 'Read a delivery and its attempts',
    response: DeliveryJson,
  },
  {
    ...CALLER,
    method: 'POST',
    path: `${DELIVERY}/redeliver`,
    operation: 'redeliverWebhook',
    summary: 'Have a delivery made again',
    response: DeliveryJson,
  },
] as const satisfies readonly Route[];
