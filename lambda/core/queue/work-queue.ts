import { z } from 'zod';

/** Work to do outside of a request. Says only where to look: what is to be done stands in the table. */
export const WorkMessage = z.discriminatedUnion('kind', [
  /** Run a job. */
  z.object({ kind: z.literal('job'), tenantId: z.string(), jobId: z.string() }),
  /** Take a batch further: read its lines, cancel or expire those that wait, or write its results. */
  z.object({ kind: z.literal('batch'), tenantId: z.string(), batchId: z.string() }),
]);
export type WorkMessage = z.infer<typeof WorkMessage>;

/** SQS's longest delay: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const MAX_DELAY_SECONDS = 900;

/**
 * Brings work to whoever does it: each message at least once, in no order, and fairly: a tenant with much work does not
 * hold up another.
 */
export interface WorkQueue {
  /** @param delaySeconds 0 to `MAX_DELAY_SECONDS`; default 0. */
  send(messages: readonly WorkMessage[], delaySeconds?: number): Promise<void>;
}

/** What became of a message: done with, or to be looked at again after so long. */
export type WorkOutcome = { readonly kind: 'done' } | { readonly kind: 'again'; readonly afterSeconds: number };
