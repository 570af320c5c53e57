import { checkLastWord } from '#core/dialects/check-last-word.ts';
import { checkToolResults } from '#core/dialects/check-tool-results.ts';
import type { ContentBlock, Conversation } from '#core/runs/conversation.ts';
import { meaningful } from './content-block.ts';
import type { CountTokensBody } from './messages-body.ts';

type Message = CountTokensBody['messages'][number];

const toBlocks = (content: Message['content']): ContentBlock[] => {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content.map((block) =>
    block.type === 'tool_result' && Array.isArray(block.content)
      ? { ...meaningful(block), content: block.content.map(meaningful) }
      : meaningful(block),
  );
};

/** A breakpoint of the cache for the whole request stands on its last block. */
const withBreakpoint = (blocks: ContentBlock[], breakpoint: CountTokensBody['cache_control']): ContentBlock[] =>
  breakpoint
    ? blocks.map((block, index) => (index === blocks.length - 1 ? { cache_control: breakpoint, ...block } : block))
    : blocks;

/**
 * All that was said, as it was written.
 *
 * @throws ServiceError `invalid_request` unless the user has the last word and all tool calls have their results.
 */
export const toConversation = ({ messages, cache_control: breakpoint }: CountTokensBody): Conversation => {
  const last = messages.length - 1;
  checkLastWord(messages, `/messages/${last}`);
  const conversation = messages.map(({ role, content }, index) => ({
    role,
    content: withBreakpoint(toBlocks(content), index === last ? breakpoint : undefined),
  }));
  checkToolResults(conversation, (index) => `/messages/${index}`);
  return conversation;
};
