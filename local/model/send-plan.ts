import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { sseFrame } from '#core/http/sse-frame.ts';
import { anthropicError } from '#gate/anthropic-error.ts';
import type { AnswerPlan, FailurePlan, MessagePlan } from './answer-plan.ts';
import { anthropicMessage } from './anthropic-message.ts';
import { messageEvents } from './message-events.ts';

const forever = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const sendFailure = ({ status, retryAfterSeconds }: FailurePlan, response: ServerResponse): void => {
  if (retryAfterSeconds !== undefined) response.setHeader('retry-after', retryAfterSeconds);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(anthropicError(status, `The stand-in model fails on request with ${status}.`)));
};

const sendWhole = (plan: MessagePlan, response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(anthropicMessage(plan)));
};

const sendEvents = async (plan: MessagePlan, response: ServerResponse, signal: AbortSignal): Promise<void> => {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  for (const event of messageEvents(plan)) {
    if (plan.delayMs > 0 && event.type === 'content_block_delta') await sleep(plan.delayMs, undefined, { signal });
    if (!response.write(sseFrame({ event: event.type, data: event }))) await once(response, 'drain', { signal });
  }
};

/**
 * Does to a response what was planned.
 *
 * @throws the signal's reason once it is aborted, which is the only end of a plan to hang or to stall.
 */
export const sendPlan = async (
  plan: AnswerPlan,
  isStreamed: boolean,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> => {
  if (plan.kind === 'hang') return forever(signal);
  if (plan.waitMs > 0) await sleep(plan.waitMs, undefined, { signal });
  if (plan.kind === 'failure') return sendFailure(plan, response);

  if (isStreamed) await sendEvents(plan, response, signal);
  if (plan.ending === 'stall') return forever(signal);
  if (plan.ending === 'cut') {
    response.socket?.destroySoon();
  } else if (isStreamed) {
    response.end();
  } else if (plan.ending === 'error') {
    sendFailure({ kind: 'failure', waitMs: 0, status: 529 }, response);
  } else {
    sendWhole(plan, response);
  }
};
