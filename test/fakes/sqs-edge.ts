import { createHash } from 'node:crypto';
import { json } from 'node:stream/consumers';
import type { SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

/** A stand-in for SQS whose messages a test may look at, and which it may break. */
export interface SqsEdge extends LoopbackServer {
  /** What was taken. */
  readonly entries: SendMessageBatchRequestEntry[];
  /** How many entries each request had. */
  readonly requests: number[];
  /** Entries that it refuses to take of the next requests, one number per request. */
  readonly refusing: number[];
}

/** Stands in for Amazon SQS: answers `SendMessageBatch`. */
export const startSqsEdge = async (): Promise<SqsEdge> => {
  const edge = { entries: [] as SendMessageBatchRequestEntry[], requests: [] as number[], refusing: [] as number[] };
  const server = await startLoopbackServer(async (request, response) => {
    const { Entries } = (await json(request)) as { readonly Entries: readonly SendMessageBatchRequestEntry[] };
    edge.requests.push(Entries.length);
    const refused = Entries.slice(0, edge.refusing.shift() ?? 0);
    const taken = Entries.slice(refused.length);
    edge.entries.push(...taken);
    const Successful = taken.map(({ Id, MessageBody = '' }) => ({
      Id,
      MessageId: `message-${Id}`,
      MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
    }));
    const Failed = refused.map(({ Id }) => ({ Id, Code: 'InternalError', SenderFault: false }));
    response.setHeader('content-type', 'application/x-amz-json-1.0').end(JSON.stringify({ Successful, Failed }));
  });
  return Object.assign(edge, server);
};
