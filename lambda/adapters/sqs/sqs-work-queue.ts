import { setTimeout as sleep } from 'node:timers/promises';
import {
  SendMessageBatchCommand,
  type SendMessageBatchRequestEntry,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs';
import { orUnavailable } from '#adapters/aws/or-unavailable.ts';
import { workGroup } from '#core/queue/work-group.ts';
import type { WorkMessage, WorkQueue } from '#core/queue/work-queue.ts';
import { messageGroup } from './message-group.ts';
import { QUEUE_UNAVAILABLE } from './queue-unavailable.ts';

export interface SqsWorkQueueOptions extends SQSClientConfig {
  readonly queueUrl: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const MAX_ENTRIES = 10;

/** A batch of a hundred thousand lines must not open a connection for each ten of them. */
const MAX_REQUESTS_AT_ONCE = 8;

/** Before each try to send what SQS has not taken of a request. */
const PAUSES_MS = [0, 50, 200, 800];

const inGroupsOf = <T>(size: number, values: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, group) => values.slice(group * size, (group + 1) * size));

/**
 * Sends work to a standard queue of SQS, each tenant's in groups of its own.
 *
 * Throws ServiceError `unavailable` if SQS has not taken all of it after several tries; some may then be sent all the same.
 */
export const createSqsWorkQueue = ({ queueUrl, ...config }: SqsWorkQueueOptions): WorkQueue => {
  const client = new SQSClient({
    ...config,
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
  });

  const sendEntries = async (entries: readonly SendMessageBatchRequestEntry[]): Promise<void> => {
    let left = entries;
    let codes: readonly unknown[] = [];
    for (const pauseMs of PAUSES_MS) {
      await sleep(pauseMs);
      const { Failed = [] } = await client.send(
        new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: [...left] }),
      );
      if (Failed.length === 0) return;
      left = left.filter((entry) => Failed.some(({ Id }) => Id === entry.Id));
      codes = Failed.map(({ Code }) => Code);
    }
    throw new Error(`SQS refused ${left.length} of ${entries.length} messages: ${codes.join(', ')}`);
  };

  return {
    async send(messages, delaySeconds = 0) {
      const toEntry = (message: WorkMessage, index: number): SendMessageBatchRequestEntry => ({
        Id: String(index),
        MessageBody: JSON.stringify(message),
        MessageGroupId: messageGroup(workGroup(message)),
        DelaySeconds: delaySeconds,
      });
      const requests = inGroupsOf(MAX_ENTRIES, messages.map(toEntry));
      for (const together of inGroupsOf(MAX_REQUESTS_AT_ONCE, requests)) {
        await orUnavailable(Promise.all(together.map(sendEntries)), QUEUE_UNAVAILABLE);
      }
    },
  };
};
