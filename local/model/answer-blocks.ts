import type { AnswerBlock } from './answer-block.ts';
import type { Conversation } from './conversation.ts';
import type { Script } from './script.ts';

/** What every text of the stand-in begins with, so that nobody takes it for a model. */
export const STAND_IN_PREFIX = '[stand-in model] ';

const FILLER = 'All work and no play makes a stand-in. ';

const shorten = (text: string, maxChars: number): string =>
  text.length <= maxChars ? text : `${text.slice(0, maxChars)}…`;

const answerText = ({ say, chars, text }: Script, { toolResults }: Conversation): string => {
  if (say !== undefined) return STAND_IN_PREFIX + say;
  if (chars !== undefined) return STAND_IN_PREFIX.padEnd(chars, FILLER);
  if (toolResults.length > 0) {
    const said = toolResults.map(({ isError, text }) => `The tool ${isError ? 'failed' : 'said'}: ${text}`);
    return STAND_IN_PREFIX + shorten(said.join('\n'), 10_000);
  }
  return `${STAND_IN_PREFIX}You wrote: ${shorten(text, 200) || 'nothing but directives'}\n\nSet ANTHROPIC_API_KEY to have Claude answer.`;
};

const toolBlocks = ({ tools }: Script, messageId: string, offered: readonly string[]): readonly AnswerBlock[] => {
  const missing = tools.map(({ name }) => name).filter((name) => !offered.includes(name));
  if (missing.length > 0) {
    const text = `${STAND_IN_PREFIX}Not offered: ${missing.join(', ')}. Offered: ${offered.join(', ') || 'no tools'}.`;
    return [{ type: 'text', text }];
  }
  return tools.map(({ name, input }, index) => ({ type: 'tool_use', id: `toolu_${messageId}_${index}`, name, input }));
};

/** What the stand-in says, or which tools it calls, as the script wishes at this point of the conversation. */
export const answerBlocks = (
  script: Script,
  conversation: Conversation,
  messageId: string,
  offeredTools: readonly string[],
): readonly AnswerBlock[] => {
  const thinking: readonly AnswerBlock[] =
    script.think === undefined ? [] : [{ type: 'thinking', thinking: script.think, signature: 'c3RhbmQtaW4=' }];
  const callsTools = script.tools.length > 0 && conversation.toolTurns < script.turns;
  const blocks: readonly AnswerBlock[] = callsTools
    ? toolBlocks(script, messageId, offeredTools)
    : [{ type: 'text', text: answerText(script, conversation) }];
  return [...thinking, ...blocks];
};
