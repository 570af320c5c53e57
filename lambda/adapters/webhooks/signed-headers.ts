import { Webhook } from 'standardwebhooks';
import type { WebhookPost } from '#core/webhooks/post-webhook.ts';

/**
 * The headers that tell the receiver who sends, and when: with one signature per secret, of which one must fit.
 *
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#webhook-headers-sending-metadata-to-consumers
 */
export const signedHeaders = ({ id, atMs, body, secrets }: Omit<WebhookPost, 'url'>) => ({
  'webhook-id': id,
  'webhook-timestamp': String(Math.floor(atMs / 1000)),
  'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, new Date(atMs), body)).join(' '),
});
