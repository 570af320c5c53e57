import type { AnswerBlock } from './answer-block.ts';
import { blockContent } from './answer-block.ts';
import type { MessagePlan } from './answer-plan.ts';
import { anthropicMessage } from './anthropic-message.ts';

/** An event of Anthropic's message stream: https://docs.anthropic.com/en/docs/build-with-claude/streaming */
export interface MessageEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Cuts a text into at most 1,000 pieces; never inside a character. */
const piecesOf = (text: string): readonly string[] => {
  const maxChars = Math.max(20, Math.ceil(text.length / 1000));
  return text.match(new RegExp(`.{1,${maxChars}}`, 'gsu')) ?? [];
};

const emptyBlock = (block: AnswerBlock): object => {
  if (block.type === 'text') return { type: 'text', text: '' };
  if (block.type === 'thinking') return { type: 'thinking', thinking: '', signature: '' };
  return { ...block, input: {} };
};

const delta = (block: AnswerBlock, piece: string): object => {
  if (block.type === 'text') return { type: 'text_delta', text: piece };
  if (block.type === 'thinking') return { type: 'thinking_delta', thinking: piece };
  return { type: 'input_json_delta', partial_json: piece };
};

function* blockEvents(block: AnswerBlock, index: number, isBroken: boolean): Generator<MessageEvent> {
  yield { type: 'content_block_start', index, content_block: emptyBlock(block) };
  const pieces = piecesOf(blockContent(block));
  for (const piece of isBroken ? pieces.slice(0, Math.ceil(pieces.length / 2)) : pieces) {
    yield { type: 'content_block_delta', index, delta: delta(block, piece) };
  }
  if (isBroken) return;
  if (block.type === 'thinking') {
    yield { type: 'content_block_delta', index, delta: { type: 'signature_delta', signature: block.signature } };
  }
  yield { type: 'content_block_stop', index };
}

/**
 * A planned message as a stream of events.
 *
 * If it is not to end well, it stops halfway through its last block; `error` then adds an error event.
 */
export function* messageEvents(plan: MessagePlan): Generator<MessageEvent> {
  const { blocks, usage, ending } = plan;
  const message = { ...anthropicMessage(plan), content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } };
  yield { type: 'message_start', message };
  yield { type: 'ping' };
  for (const [index, block] of blocks.entries()) {
    yield* blockEvents(block, index, ending !== 'complete' && index === blocks.length - 1);
  }
  if (ending === 'error') {
    yield { type: 'error', error: { type: 'overloaded_error', message: 'The stand-in model breaks off on request.' } };
  }
  if (ending !== 'complete') return;
  yield { type: 'message_delta', delta: { stop_reason: plan.stopReason, stop_sequence: null }, usage };
  yield { type: 'message_stop' };
}
