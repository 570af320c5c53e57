import { randomBytes } from 'node:crypto';

/**
 * A new secret to sign webhooks with: `whsec_` and base64 of 32 random bytes.
 *
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#signature-scheme
 */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`;
