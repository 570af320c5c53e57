import type { WorkMessage } from './work-queue.ts';

/**
 * Whose turn a message takes, where a queue is fair. Each tenant has one for its jobs, and another for what is short and
 * waited for by many: a batch's results must not wait behind the thousands of lines of the next.
 */
export const workGroup = ({ kind, tenantId }: WorkMessage): string =>
  kind === 'job' ? tenantId : `${kind}#${tenantId}`;
