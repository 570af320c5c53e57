import type { Block, Message } from './message-request.ts';

/** Where a conversation stands, as far as the stand-in minds. */
export interface Conversation {
  /** The last text that the user wrote, or the last with `[[always]]` in it if there is one. */
  readonly prompt: string;
  /** How many times the model has called tools since. */
  readonly toolTurns: number;
  /** What the tools answered to the last call; empty if the last message brings no tool results. */
  readonly toolResults: readonly ToolResult[];
}

/** What a tool of the CLI answered. */
export interface ToolResult {
  readonly isError: boolean;
  readonly text: string;
}

/** What the CLI adds around the user's text is not the user's. */
const REMINDER = /<system-reminder>.*?<\/system-reminder>/gs;

const writtenText = ({ type, text = '' }: Block): string => (type === 'text' ? text.replace(REMINDER, '').trim() : '');

const userText = (message: Message): string =>
  message.role === 'user' ? (message.content.map(writtenText).findLast((text) => text !== '') ?? '') : '';

const resultText = (content: unknown): string => {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((block: Block) => block.text ?? `(${block.type})`).join('\n');
};

/** Reads where the conversation stands from its messages. */
export const readConversation = (messages: readonly Message[]): Conversation => {
  const texts = messages.map(userText);
  const stickyIndex = texts.findLastIndex((text) => text.includes('[[always]]'));
  const promptIndex = stickyIndex >= 0 ? stickyIndex : texts.findLastIndex((text) => text !== '');
  const since = messages.slice(promptIndex + 1);
  return {
    prompt: texts[promptIndex] ?? '',
    toolTurns: since.filter(({ content }) => content.some(({ type }) => type === 'tool_use')).length,
    toolResults: (since.at(-1)?.content ?? [])
      .filter(({ type }) => type === 'tool_result')
      .map(({ content, is_error }) => ({ isError: is_error === true, text: resultText(content) })),
  };
};
