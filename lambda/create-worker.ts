import { performWork, type WorkHandlers } from '#core/queue/perform-work.ts';
import { WorkMessage, type WorkQueue } from '#core/queue/work-queue.ts';
import { createSqsHandler } from './create-sqs-handler.ts';

export interface WorkerPorts {
  readonly handlers: WorkHandlers;
  readonly queue: WorkQueue;
  readonly report: (message: string, error: unknown) => void;
}

/** The worker function: does what the messages of the work queue ask for. */
export const createWorker = ({ handlers, queue, report }: WorkerPorts) =>
  createSqsHandler({
    schema: WorkMessage,
    handle: (message) => performWork(message, handlers, queue),
    report,
  });
