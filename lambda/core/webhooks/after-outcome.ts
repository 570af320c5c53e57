import type { Attempt } from './delivery.ts';
import { GONE } from './delivery-transitions.ts';
import type { Webhook } from './webhook.ts';

/** An attempt, and where it went. */
export interface Outcome {
  readonly url: string;
  readonly attempt: Attempt;
}

/**
 * The webhook after an attempt to deliver to it: disabled if it said that it is gone, or has taken nothing for too long.
 *
 * @returns the same object if that changes nothing.
 */
export const afterOutcome = (webhook: Webhook, { url, attempt }: Outcome, disableAfterMs: number): Webhook => {
  // It was given another address meanwhile, of which that says nothing.
  if (webhook.url !== url || webhook.disabled) return webhook;
  const { failingSinceMs, ...rest } = webhook;
  if (attempt.error === undefined) return failingSinceMs === undefined ? webhook : rest;
  const sinceMs = failingSinceMs ?? attempt.atMs;
  const noted = failingSinceMs === undefined ? { ...webhook, failingSinceMs: sinceMs } : webhook;
  if (attempt.status === GONE) return { ...noted, disabled: { atMs: attempt.atMs, reason: 'gone' } };
  if (attempt.atMs - sinceMs < disableAfterMs) return noted;
  return { ...noted, disabled: { atMs: attempt.atMs, reason: 'failing' } };
};
