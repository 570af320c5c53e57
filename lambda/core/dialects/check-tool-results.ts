import { refuse } from '#core/dialects/refuse.ts';
import type { ContentBlock, Conversation } from '#core/runs/conversation.ts';

type PointerTo = (index: number) => string;

/** Refuses what stands in the messages for a second time; undefined is nothing. */
const checkOnce = (
  messages: Conversation,
  pointerTo: PointerTo,
  what: string,
  idOf: (block: ContentBlock) => unknown,
): void => {
  const seen = new Set<unknown>();
  for (const [index, { content }] of messages.entries()) {
    for (const id of content.map(idOf).filter((id) => id !== undefined)) {
      if (seen.has(id)) refuse(pointerTo(index), `there is another ${what} "${id}"`);
      seen.add(id);
    }
  }
};

/**
 * Checks that each call of a tool is answered in the turn after it, and each result answers one.
 *
 * An id stands for one call, and has one result. Messages of one side in a row are one turn, as they are to the Messages API.
 *
 * @param pointerTo where in the body a message stands
 * @throws ServiceError `invalid_request`
 */
export const checkToolResults = (messages: Conversation, pointerTo: PointerTo): void => {
  checkOnce(messages, pointerTo, 'call of a tool', ({ type, id }) => (type === 'tool_use' ? id : undefined));
  checkOnce(messages, pointerTo, 'result of the call', ({ type, tool_use_id: id }) =>
    type === 'tool_result' ? id : undefined,
  );
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
