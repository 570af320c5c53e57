import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { AnswerBlock, BlockDelta, BlockEvent } from './block-event.ts';

/** Makes blocks of what happens in a run, one open at a time, in the order of their index. */
export interface BlockReader {
  /** What the event means to the blocks: often nothing. Tools of ours are not shown. */
  read(event: PassingEvent): readonly BlockEvent[];
  /** Closes the block that is open. */
  end(): readonly BlockEvent[];
}

/** A reader at the start of an answer. */
export const createBlockReader = (): BlockReader => {
  let index = -1;
  let open: AnswerBlock | undefined;

  const close = (): readonly BlockEvent[] => {
    if (!open) return [];
    open = undefined;
    return [{ type: 'content_block_stop', index }];
  };
  const start = (block: AnswerBlock): readonly BlockEvent[] => {
    const closed = close();
    open = block;
    index += 1;
    return [...closed, { type: 'content_block_start', index, content_block: block }];
  };
  const startUnlessOpen = (block: AnswerBlock): readonly BlockEvent[] =>
    open?.type === block.type ? [] : start(block);
  const add = (delta: BlockDelta): BlockEvent => ({ type: 'content_block_delta', index, delta });

  return {
    read(event) {
      switch (event.kind) {
        case 'text':
          return [...startUnlessOpen({ type: 'text', text: '' }), add({ type: 'text_delta', text: event.text })];
        case 'thinking':
          return [
            ...startUnlessOpen({ type: 'thinking', thinking: '', signature: '' }),
            add({ type: 'thinking_delta', thinking: event.text }),
          ];
        case 'thinking_signature':
          // What the provider does not show of its thinking has a signature all the same.
          return [
            ...startUnlessOpen({ type: 'thinking', thinking: '', signature: '' }),
            add({ type: 'signature_delta', signature: event.signature }),
            ...close(),
          ];
        case 'redacted_thinking':
          return [...start({ type: 'redacted_thinking', data: event.data }), ...close()];
        case 'tool_call':
          return start({ type: 'tool_use', id: event.id, name: event.name, input: {} });
        case 'tool_call_input':
          // A block that is closed stays closed.
          if (open?.type !== 'tool_use' || open.id !== event.id) return [];
          return [add({ type: 'input_json_delta', partial_json: event.json })];
        default:
          return [];
      }
    },
    end: close,
  };
};
