import { sweepBatches } from '#core/batches/sweep-batches.ts';
import { sweepJobs } from '#core/jobs/sweep-jobs.ts';
import { performWork } from '#core/queue/perform-work.ts';
import type { WorkMessage } from '#core/queue/work-queue.ts';
import { workHandlers } from '#lambda/work-handlers.ts';
import type { LocalPorts } from '#local/local-ports.ts';
import type { Pending } from '#local/pending.ts';
import type { LocalQueue } from './create-local-queue.ts';

/**
 * Queues what an earlier process left waiting or running, and lets the workers begin. To be called before any request
 * is served: what is under way then is nobody's.
 *
 * @param pending notes each message as under way until it is worked off.
 */
export const startWork = async (queue: LocalQueue<WorkMessage>, ports: LocalPorts, pending: Pending): Promise<void> => {
  const checkBeforeMs = ports.isOurs ? Number.POSITIVE_INFINITY : ports.clock();
  await sweepJobs(ports, checkBeforeMs);
  await sweepBatches(ports, checkBeforeMs);
  const handlers = workHandlers(ports);
  queue.start((message) => pending.during(() => performWork(message, handlers, queue)));
};
