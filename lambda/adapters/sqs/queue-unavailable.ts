import type { Unavailable } from '#adapters/aws/or-unavailable.ts';

/** What is told when SQS takes no message. */
export const QUEUE_UNAVAILABLE: Unavailable = {
  message: 'The queue cannot be reached at the moment. Retry in a few seconds.',
  retryAfterSeconds: 2,
};
