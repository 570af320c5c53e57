import type { Unavailable } from '#adapters/aws/or-unavailable.ts';

/** What is told when EventBridge Scheduler does nothing. */
export const SCHEDULER_UNAVAILABLE: Unavailable = {
  message: 'EventBridge Scheduler cannot be used now. Retry in a few seconds.',
  retryAfterSeconds: 5,
};
