import { createHash } from 'node:crypto';
import { readConversation } from './conversation.ts';
import type { MessageRequest } from './message-request.ts';

/** How often each conversation was failed on request. */
export interface FailureCounts {
  get(request: MessageRequest): number;
  add(request: MessageRequest): void;
}

const MAX_CONVERSATIONS = 1000;

/** The CLI's user id names its session, so that equal prompts of two runs are two conversations. */
const conversationKey = ({ metadata, messages }: MessageRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([metadata?.user_id, readConversation(messages).prompt]))
    .digest('hex');

/** Nothing failed yet; only the latest conversations are remembered. */
export const createFailureCounts = (): FailureCounts => {
  const counts = new Map<string, number>();
  const get = (request: MessageRequest): number => counts.get(conversationKey(request)) ?? 0;
  const add = (request: MessageRequest): void => {
    counts.set(conversationKey(request), get(request) + 1);
    const [oldest] = counts.keys();
    if (counts.size > MAX_CONVERSATIONS && oldest !== undefined) counts.delete(oldest);
  };
  return { get, add };
};
