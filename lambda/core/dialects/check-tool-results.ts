import { refuse } from '#core/dialects/refuse.ts';
import type { Conversation } from '#core/runs/conversation.ts';

/**
 * Checks that each call of a tool is answered in the turn after it, and each result answers one.
 *
 * Messages of one side in a row are one turn, as they are to the Messages API.
 *
 * @param pointerTo where in the body a message stands
 * @throws ServiceError `invalid_request`
 */
export const checkToolResults = (messages: Conversation, pointerTo: (index: number) => string): void => {
  let calls = new Set<unknown>();
  let open = new Map<unknown, number>();
  const checkAnswered = (): void => {
    for (const [id, index] of open) refuse(pointerTo(index), `the call "${id}" of a tool has no result right after it`);
  };
  for (const [index, { role, content }] of messages.entries()) {
    if (role === 'assistant' && messages[index - 1]?.role === 'user') {
      checkAnswered();
      calls = new Set();
      open = new Map();
    }
    for (const { type, id, tool_use_id: answered } of content) {
      if (type === 'tool_use') {
        calls.add(id);
        open.set(id, index);
      }
      if (type !== 'tool_result') continue;
      if (!calls.has(answered))
        refuse(pointerTo(index), `there is no call "${answered}" of a tool right before its result`);
      open.delete(answered);
    }
  }
  checkAnswered();
};
