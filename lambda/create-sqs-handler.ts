import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ZodType } from 'zod';
import { readJson } from '#core/runs/read-json.ts';

/** What is done with the messages of a queue. */
export interface SqsHandlerOptions<M> {
  /** What a message is. */
  readonly schema: ZodType<M>;
  /** If it fails, the message comes again. */
  readonly handle: (message: M) => Promise<void>;
  readonly report: (message: string, error: unknown) => void;
}

/**
 * A function that SQS hands messages to: all of a batch are handled at the same time, and those that fail come again, by
 * themselves. What is no such message fails until the queue puts it aside.
 */
export const createSqsHandler = <M>({ schema, handle, report }: SqsHandlerOptions<M>) => {
  const failed = async ({ messageId, body }: SQSRecord): Promise<readonly string[]> => {
    try {
      // Not JSON.parse, nor parse: their errors quote what they read.
      const { data } = schema.safeParse(readJson(body));
      if (data === undefined) throw new Error('it is no message of this queue');
      await handle(data);
      return [];
    } catch (error) {
      report(`the message ${messageId} could not be handled`, error);
      return [messageId];
    }
  };

  return middy(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const messageIds = (await Promise.all(Records.map(failed))).flat();
    return { batchItemFailures: messageIds.map((itemIdentifier) => ({ itemIdentifier })) };
  });
};
