import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { performWork, type WorkHandlers } from '#core/queue/perform-work.ts';
import { WorkMessage, type WorkQueue } from '#core/queue/work-queue.ts';

export interface WorkerPorts {
  readonly handlers: WorkHandlers;
  readonly queue: WorkQueue;
  readonly report: (message: string, error: unknown) => void;
}

/** The worker function: does what the messages of the work queue ask for. Those that fail come again. */
export const createWorker = ({ handlers, queue, report }: WorkerPorts) => {
  const isDone = async ({ body }: SQSRecord): Promise<boolean> => {
    try {
      await performWork(WorkMessage.parse(JSON.parse(body)), handlers, queue);
      return true;
    } catch (error) {
      report('work could not be done', error);
      return false;
    }
  };

  return middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const done = await Promise.all(Records.map(isDone));
    const failed = Records.filter((_, index) => !done[index]);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  });
};
