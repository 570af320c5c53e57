import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { parseWorkMessages, type ReceivedWork } from '#adapters/sqs/parse-work-messages.ts';
import { performWork, type WorkHandlers } from '#core/queue/perform-work.ts';
import type { WorkQueue } from '#core/queue/work-queue.ts';

export interface WorkerPorts {
  readonly handlers: WorkHandlers;
  readonly queue: WorkQueue;
  readonly report: (message: string, error: unknown) => void;
}

/** The worker function: does what the messages of the work queue ask for. Those that fail come again. */
export const createWorker = ({ handlers, queue, report }: WorkerPorts) => {
  const isDone = async ({ message }: ReceivedWork): Promise<boolean> => {
    try {
      if (!message) throw new Error('a message is no work');
      await performWork(message, handlers, queue);
      return true;
    } catch (error) {
      report('work could not be done', error);
      return false;
    }
  };

  return middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const received = parseWorkMessages(Records);
    const done = await Promise.all(received.map(isDone));
    const failed = received.filter((_, index) => !done[index]);
    return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };
  });
};
