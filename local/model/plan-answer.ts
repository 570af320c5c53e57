import { blockContent } from './answer-block.ts';
import { answerBlocks } from './answer-blocks.ts';
import type { AnswerPlan } from './answer-plan.ts';
import { readConversation } from './conversation.ts';
import { countInputTokens, countTokens } from './count-tokens.ts';
import type { MessageRequest } from './message-request.ts';
import { readScript } from './read-script.ts';

/** What a plan depends on besides the request. */
export interface PlanFacts {
  /** Must be unique: the CLI merges messages that have the same. */
  readonly messageId: string;
  /** How many calls of this conversation the stand-in has failed on request. */
  readonly earlierFailures: number;
}

/** Decides what to do with a request: the script in the last user text decides, or else that text is echoed. */
export const planAnswer = (request: MessageRequest, { messageId, earlierFailures }: PlanFacts): AnswerPlan => {
  const conversation = readConversation(request.messages);
  const script = readScript(conversation.prompt);
  const { waitMs, failure } = script;
  if (script.hang) return { kind: 'hang' };
  if (failure && earlierFailures < failure.times) return { kind: 'failure', waitMs, ...failure };

  const offeredTools = request.tools.map(({ name }) => name);
  const blocks = answerBlocks(script, conversation, messageId, offeredTools);
  return {
    kind: 'message',
    waitMs,
    delayMs: script.delayMs,
    id: messageId,
    model: request.model,
    blocks,
    stopReason: script.stopReason ?? (blocks.at(-1)?.type === 'tool_use' ? 'tool_use' : 'end_turn'),
    usage: {
      input_tokens: countInputTokens(request),
      output_tokens: countTokens(blocks.map(blockContent).join('')),
      cache_read_input_tokens: 0,
      cache_creation_input_tokens: 0,
      ...script.usage,
    },
    ending: script.ending,
  };
};
