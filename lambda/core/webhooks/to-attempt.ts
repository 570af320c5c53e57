import type { Attempt } from './delivery.ts';
import type { WebhookAnswer } from './post-webhook.ts';

const problemOf = (status: number): string | undefined => {
  if (status >= 200 && status < 300) return undefined;
  return status >= 300 && status < 400 ? 'redirects are not followed' : `answered with ${status}`;
};

/** The attempt as it is noted. */
export const toAttempt = (answer: WebhookAnswer, atMs: number, endedAtMs: number): Attempt => {
  const latencyMs = Math.max(0, endedAtMs - atMs);
  if (answer.kind === 'failed') return { atMs, latencyMs, error: answer.error };
  const error = problemOf(answer.status);
  return { atMs, latencyMs, status: answer.status, ...(error !== undefined && { error }) };
};
