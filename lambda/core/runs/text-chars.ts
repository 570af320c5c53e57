import type { Conversation } from './conversation.ts';

/** Characters of all texts; what images and documents hold is limited by the size of the request. */
export const textChars = (messages: Conversation): number =>
  messages
    .flatMap(({ content }) => content)
    .reduce((sum, { text }) => sum + (typeof text === 'string' ? text.length : 0), 0);
