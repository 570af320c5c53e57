import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { type LoopbackServer, startLoopbackServer } from './loopback-server.ts';

/** What a receiver was sent. */
export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A receiver of webhooks that a test looks at, and tells what to answer. */
export interface WebhookReceiver extends LoopbackServer {
  /** Statuses that it answers with, one after the other; then 204. */
  readonly statuses: number[];
  /** The next thing that it was sent, or is. */
  next(): Promise<ReceivedWebhook>;
  /** Fails if it was sent anything that the test has not looked at. */
  assertNothingElse(): void;
}

/** Stands in for a program of a user that wants to be told of events. */
export const startWebhookReceiver = async (): Promise<WebhookReceiver> => {
  const received: ReceivedWebhook[] = [];
  const statuses: number[] = [];
  let waiting: ((webhook: ReceivedWebhook) => void) | undefined;
  const server = await startLoopbackServer(async (request, response) => {
    const body = (await buffer(request)).toString();
    response.writeHead(statuses.shift() ?? 204).end();
    const webhook = { path: request.url ?? '', headers: request.headers as Record<string, string>, body };
    if (waiting) waiting(webhook);
    else received.push(webhook);
    waiting = undefined;
  });
  return {
    ...server,
    statuses,
    next: async () => received.shift() ?? new Promise((resolve) => (waiting = resolve)),
    assertNothingElse: () => assert.deepEqual(received, []),
  };
};
