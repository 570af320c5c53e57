import type { Conversation } from '#core/runs/conversation.ts';
import { refuse } from './refuse.ts';

/**
 * Checks that the user has the last word.
 *
 * @param pointer where in the body the last message stands
 * @throws ServiceError `invalid_request`
 */
export const checkLastWord = (messages: readonly Pick<Conversation[number], 'role'>[], pointer: string): void => {
  if (messages.at(-1)?.role !== 'assistant') return;
  refuse(pointer, 'the user must have the last word: Claude does not go on with an answer that was begun for it');
};
