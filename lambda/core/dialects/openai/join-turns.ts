import { checkLastWord } from '#core/dialects/check-last-word.ts';
import { checkToolResults } from '#core/dialects/check-tool-results.ts';
import { refuse } from '#core/dialects/refuse.ts';
import type { ContentBlock, Conversation } from '#core/runs/conversation.ts';

/** What one side says at once; may be nothing. */
export interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: readonly ContentBlock[];
}

const isBlank = ({ type, text }: ContentBlock): boolean => type === 'text' && String(text).trim() === '';

const isToolResult = ({ type }: ContentBlock): boolean => type === 'tool_result';

/** What answers a tool must come first in its message. */
const resultsFirst = (blocks: readonly ContentBlock[]): ContentBlock[] => [
  ...blocks.filter(isToolResult),
  ...blocks.filter((block) => !isToolResult(block)),
];

/**
 * The turns as the Messages API takes them: those of one side in a row are one message, and blank texts are left out.
 *
 * @param pointer where the turns stand in the body
 * @throws ServiceError `invalid_request` unless the user has the last word and all tool calls have their results.
 */
export const joinTurns = (turns: readonly Turn[], pointer: string): Conversation => {
  const messages: Conversation = [];
  for (const { role, content } of turns) {
    const blocks = content.filter((block) => !isBlank(block));
    const last = messages.at(-1);
    if (last?.role === role) last.content.push(...blocks);
    else if (blocks.length > 0) messages.push({ role, content: blocks });
  }
  if (messages.length === 0) refuse(pointer, 'nothing is asked: there is no message of the user with content');
  checkLastWord(messages, pointer);
  const joined = messages.map(({ role, content }) => ({ role, content: resultsFirst(content) }));
  checkToolResults(joined, () => pointer);
  return joined;
};
