import type { SQSRecord } from 'aws-lambda';
import { WorkMessage } from '#core/queue/work-queue.ts';
import { readJson } from '#core/runs/read-json.ts';

/** A message as a function is handed it by SQS. */
export interface ReceivedWork {
  /** By which the function says that it failed (`batchItemFailures`). */
  readonly id: string;
  /** `undefined`: it is no work. Failed as often as the queue allows, it ends in the dead-letter queue. */
  readonly message: WorkMessage | undefined;
}

/** The work that records of SQS bring. */
export const parseWorkMessages = (records: readonly Pick<SQSRecord, 'messageId' | 'body'>[]): readonly ReceivedWork[] =>
  records.map(({ messageId, body }) => ({ id: messageId, message: WorkMessage.safeParse(readJson(body)).data }));
