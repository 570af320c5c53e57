import type { Webhook } from './webhook.ts';

/** What is signed with at that time: the secret, and for a while after a rotation the one before. */
export const signingSecrets = (
  { secret, previousSecret, previousUntilMs = 0 }: Webhook,
  nowMs: number,
): readonly string[] => [secret, ...(previousSecret !== undefined && previousUntilMs > nowMs ? [previousSecret] : [])];
