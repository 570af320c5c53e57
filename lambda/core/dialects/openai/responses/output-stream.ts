import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import { type ItemStatus, messageItem, type OutputItem, outputText } from './output-item.ts';

/** An event of a response, without its place in the order. */
export interface ResponseEvent {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Translates the events of one run to the items of a response. */
export interface OutputStream {
  /** What the event adds. */
  read(event: PassingEvent): readonly ResponseEvent[];
  /** Closes the item that is open, if there is one. */
  close(status: ItemStatus): readonly ResponseEvent[];
  /** The items that are closed. */
  items(): readonly OutputItem[];
}

interface OpenItem {
  readonly index: number;
  readonly id: string;
  /** What the model calls; absent when it says something. */
  readonly call?: { readonly id: string; readonly name: string };
  readonly pieces: string[];
}

const toItem = ({ id, call, pieces }: OpenItem, status: ItemStatus): OutputItem => {
  const text = pieces.join('');
  if (!call) return messageItem(id, status, text);
  // Clients parse the arguments, and an empty text is not JSON.
  const json = status === 'completed' ? text || '{}' : text;
  return { id, type: 'function_call', status, call_id: call.id, name: call.name, arguments: json };
};

const opened = (item: OpenItem): readonly ResponseEvent[] => {
  const { id: item_id, index: output_index, call } = item;
  if (call) return [{ type: 'response.output_item.added', output_index, item: toItem(item, 'in_progress') }];
  return [
    { type: 'response.output_item.added', output_index, item: messageItem(item_id, 'in_progress') },
    { type: 'response.content_part.added', item_id, output_index, content_index: 0, part: outputText('') },
  ];
};

const grown = ({ id: item_id, index: output_index, call }: OpenItem, delta: string): ResponseEvent =>
  call
    ? { type: 'response.function_call_arguments.delta', item_id, output_index, delta }
    : { type: 'response.output_text.delta', item_id, output_index, content_index: 0, delta, logprobs: [] };

const closed = ({ id: item_id, index: output_index }: OpenItem, item: OutputItem): readonly ResponseEvent[] => {
  const done = { type: 'response.output_item.done', output_index, item };
  if (item.type === 'function_call') {
    return [{ type: 'response.function_call_arguments.done', item_id, output_index, arguments: item.arguments }, done];
  }
  const place = { item_id, output_index, content_index: 0 };
  const [part = outputText('')] = item.content;
  return [
    { type: 'response.output_text.done', ...place, text: part.text, logprobs: [] },
    { type: 'response.content_part.done', ...place, part },
    done,
  ];
};

/** The output of a response that has not begun: one item after the other, each closed before the next. */
export const createOutputStream = (responseId: string): OutputStream => {
  const done: OutputItem[] = [];
  let open: OpenItem | undefined;

  const close = (status: ItemStatus): readonly ResponseEvent[] => {
    if (!open) return [];
    const item = toItem(open, status);
    const events = closed(open, item);
    done.push(item);
    open = undefined;
    return events;
  };

  const begin = (prefix: string, call?: OpenItem['call']): readonly ResponseEvent[] => {
    const before = close('completed');
    open = {
      index: done.length,
      id: `${responseId.replace('resp', prefix)}_${done.length}`,
      pieces: [],
      ...(call && { call }),
    };
    return [...before, ...opened(open)];
  };

  const grow = (delta: string): readonly ResponseEvent[] => {
    if (!open || delta === '') return [];
    open.pieces.push(delta);
    return [grown(open, delta)];
  };

  return {
    read(event) {
      switch (event.kind) {
        case 'text':
          if (event.text === '') return [];
          return [...(open && !open.call ? [] : begin('msg')), ...grow(event.text)];
        case 'tool_call':
          return begin('fc', { id: event.id, name: event.name });
        case 'tool_call_input':
          return open?.call?.id === event.id ? grow(event.json) : [];
        default:
          return [];
      }
    },
    close,
    items: () => done,
  };
};
