import { joinTurns, type Turn } from '#core/dialects/openai/join-turns.ts';
import { toolResultBlock, toolUseBlock } from '#core/dialects/openai/tool-blocks.ts';
import type { ContentBlock, Conversation } from '#core/runs/conversation.ts';
import type { ChatMessage } from './chat-message.ts';
import { toBlock } from './content-part.ts';

type MessageOf<R extends ChatMessage['role']> = Extract<ChatMessage, { readonly role: R }>;
type SystemMessage = MessageOf<'system' | 'developer'>;

const assistantBlocks = ({ content, refusal, tool_calls }: MessageOf<'assistant'>): readonly ContentBlock[] => [
  ...(content ?? []).map(toBlock),
  ...(refusal ? [{ type: 'text', text: refusal }] : []),
  ...(tool_calls ?? []).map((call) => toolUseBlock(call.id, call.function.name, call.function.arguments)),
];

const textOf = ({ content }: MessageOf<'system' | 'developer' | 'tool'>): string =>
  content.map(({ text }) => text).join('\n\n');

const toTurn = (message: Exclude<ChatMessage, SystemMessage>): Turn => {
  switch (message.role) {
    case 'user':
      return { role: 'user', content: message.content.map(toBlock) };
    case 'assistant':
      return { role: 'assistant', content: assistantBlocks(message) };
    case 'tool':
      return { role: 'user', content: [toolResultBlock(message.tool_call_id, textOf(message))] };
  }
};

const isSystem = (message: ChatMessage): message is SystemMessage =>
  message.role === 'system' || message.role === 'developer';

/**
 * The messages in Claude's words.
 *
 * Claude has one system prompt, before all that is said: what stands further down is added to it in order.
 *
 * @throws ServiceError `invalid_request`
 */
export const chatConversation = (
  messages: readonly ChatMessage[],
): { readonly system: string | undefined; readonly messages: Conversation } => {
  const system = messages.filter(isSystem).map(textOf);
  const turns = messages.filter((message) => !isSystem(message)).map(toTurn);
  return { system: system.join('\n\n') || undefined, messages: joinTurns(turns, '/messages') };
};
