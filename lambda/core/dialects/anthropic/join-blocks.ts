import { z } from 'zod';
import { readJson } from '#core/runs/read-json.ts';
import type { AnswerBlock, BlockDelta, BlockEvent } from './block-event.ts';

/** A call without arguments may come without any input. */
const Input = z.looseObject({}).catch({});

interface BlockParts {
  readonly start: AnswerBlock;
  readonly deltas: BlockDelta[];
}

const textOf = (delta: BlockDelta): string => {
  switch (delta.type) {
    case 'text_delta':
      return delta.text;
    case 'thinking_delta':
      return delta.thinking;
    case 'input_json_delta':
      return delta.partial_json;
    case 'signature_delta':
      return delta.signature;
  }
};

const join = (deltas: readonly BlockDelta[], type: BlockDelta['type']): string =>
  deltas
    .filter((delta) => delta.type === type)
    .map(textOf)
    .join('');

const toBlock = ({ start, deltas }: BlockParts): AnswerBlock => {
  switch (start.type) {
    case 'text':
      return { ...start, text: join(deltas, 'text_delta') };
    case 'thinking':
      return { ...start, thinking: join(deltas, 'thinking_delta'), signature: join(deltas, 'signature_delta') };
    case 'tool_use':
      return { ...start, input: Input.parse(readJson(join(deltas, 'input_json_delta'))) };
    case 'redacted_thinking':
      return start;
  }
};

/** The blocks that a stream of such events makes. */
export const joinBlocks = (events: readonly BlockEvent[]): AnswerBlock[] => {
  const blocks: BlockParts[] = [];
  for (const event of events) {
    if (event.type === 'content_block_start') blocks.push({ start: event.content_block, deltas: [] });
    if (event.type === 'content_block_delta') blocks[event.index]?.deltas.push(event.delta);
  }
  return blocks.map(toBlock);
};
