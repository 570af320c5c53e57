import { performWork } from '#core/queue/perform-work.ts';
import type { WorkMessage } from '#core/queue/work-queue.ts';
import { workHandlers } from '#lambda/work-handlers.ts';
import type { LocalPorts } from '#local/local-ports.ts';
import type { Pending } from '#local/pending.ts';
import type { LocalQueue } from './create-local-queue.ts';

/**
 * Lets the queue's workers begin, as the worker function does.
 *
 * @param pending notes each message as under way until it is worked off.
 */
export const startWork = (queue: LocalQueue<WorkMessage>, ports: LocalPorts, pending: Pending): void => {
  const handlers = workHandlers(ports);
  queue.start((message) => pending.during(() => performWork(message, handlers, queue)));
};
