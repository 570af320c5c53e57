import { z } from 'zod';

/** A piece of a message, as the Messages API has them: whoever builds one has checked that it can be passed on. */
export const ContentBlock = z.looseObject({ type: z.string() });
export type ContentBlock = z.infer<typeof ContentBlock>;

/** What one side has said. */
export const ConversationMessage = z.object({
  role: z.enum(['user', 'assistant']),
  content: z.array(ContentBlock).min(1),
});
export type ConversationMessage = z.infer<typeof ConversationMessage>;

/** All that was said, oldest first; the user has the last word. https://docs.anthropic.com/en/api/messages */
export const Conversation = z
  .array(ConversationMessage)
  .min(1)
  .refine((messages) => messages.at(-1)?.role === 'user', 'the last message must be the user’s');
export type Conversation = z.infer<typeof Conversation>;

/** A conversation that begins with this text. */
export const textConversation = (text: string): Conversation => [{ role: 'user', content: [{ type: 'text', text }] }];
