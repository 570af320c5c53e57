/** What is posted, once. */
export interface WebhookPost {
  readonly url: string;
  /** The id of the event. */
  readonly id: string;
  /** The time of this attempt, which is signed. */
  readonly atMs: number;
  readonly body: string;
  /** Each of them signs. */
  readonly secrets: readonly string[];
}

/** What came back: a status, or a few words why nothing did. */
export type WebhookAnswer =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfter?: string }
  | { readonly kind: 'failed'; readonly error: string };

/** Signs and posts an event: to public addresses only, with a deadline. Never rejects for what a receiver does. */
export type PostWebhook = (post: WebhookPost) => Promise<WebhookAnswer>;
