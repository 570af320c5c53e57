import { joinTurns, type Turn } from '#core/dialects/openai/join-turns.ts';
import { toolResultBlock, toolUseBlock } from '#core/dialects/openai/tool-blocks.ts';
import { refuse } from '#core/dialects/refuse.ts';
import type { Conversation } from '#core/runs/conversation.ts';
import type { InputItem } from './input-item.ts';
import { type InputPart, toBlock } from './input-part.ts';

const textOf = (part: InputPart): string => {
  if (part.type === 'input_text' || part.type === 'output_text') return part.text;
  return refuse('/input', `a system message is text; it cannot have ${part.type}`);
};

const systemTexts = (item: InputItem): readonly string[] => {
  if (item.type !== 'message' && item.type !== undefined) return [];
  return item.role === 'system' || item.role === 'developer' ? item.content.map(textOf) : [];
};

const toTurns = (item: InputItem): readonly Turn[] => {
  switch (item.type) {
    case 'message':
    case undefined:
      return item.role === 'user' || item.role === 'assistant'
        ? [{ role: item.role, content: item.content.map(toBlock) }]
        : [];
    case 'function_call':
      return [{ role: 'assistant', content: [toolUseBlock(item.call_id, item.name, item.arguments)] }];
    case 'function_call_output':
      return [{ role: 'user', content: [toolResultBlock(item.call_id, item.output.map(toBlock))] }];
    case 'reasoning':
      return [];
  }
};

/**
 * Instructions and input in Claude's words.
 *
 * Claude has one system prompt: the instructions, and what the input has of it, in order.
 *
 * @throws ServiceError `invalid_request`
 */
export const responseConversation = (
  instructions: string | null | undefined,
  input: readonly InputItem[],
): { readonly system: string | undefined; readonly messages: Conversation } => {
  const system = [instructions ?? '', ...input.flatMap(systemTexts)].filter((text) => text !== '');
  return { system: system.join('\n\n') || undefined, messages: joinTurns(input.flatMap(toTurns), '/input') };
};
