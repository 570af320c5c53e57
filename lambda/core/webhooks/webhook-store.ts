import type { Webhook } from './webhook.ts';

/** A page of a tenant's webhooks, oldest first. */
export interface WebhookPage {
  readonly webhooks: readonly Webhook[];
  readonly hasMore: boolean;
}

/** Where webhooks are kept. Every call is confined to one tenant. */
export interface WebhookStore {
  /** As last written. */
  get(tenantId: string, id: string): Promise<Webhook | undefined>;
  /** As last written; the built-in one is not among them. */
  list(tenantId: string, query: { readonly limit: number; readonly after?: string }): Promise<WebhookPage>;
  /** Stores a new webhook. @returns false if there is one with its id. */
  create(webhook: Webhook): Promise<boolean>;
  /**
   * Stores what has become of a webhook, if nobody else has changed it since it was read.
   *
   * @returns the webhook as stored, with its new version; `undefined` if somebody else was faster, or it is not there.
   */
  replace(webhook: Webhook): Promise<Webhook | undefined>;
  /** @returns false if it is not there. */
  delete(tenantId: string, id: string): Promise<boolean>;
}
