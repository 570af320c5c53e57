import type { ContentBlock } from '#core/runs/conversation.ts';

/** Claude takes only letters, digits, _ and - in an id. Another character is its code, so that ids stay apart. */
const claudeId = (callId: string): string =>
  callId.replaceAll(/[^\w-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);

/** A tool call of the model as a block of its message. */
export const toolUseBlock = (callId: string, name: string, input: object): ContentBlock => ({
  type: 'tool_use',
  id: claudeId(callId),
  name,
  input,
});

/** The result of a tool call as a block of the user's message; it may be empty. */
export const toolResultBlock = (callId: string, content: string | readonly ContentBlock[]): ContentBlock => ({
  type: 'tool_result',
  tool_use_id: claudeId(callId),
  ...(content.length > 0 && { content }),
});
