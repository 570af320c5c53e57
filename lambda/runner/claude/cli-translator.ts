import type { RunEvent } from '#core/runs/run-event.ts';
import type { CliMessage } from './cli-message.ts';
import { createControlCodeStripper } from './control-code-stripper.ts';
import { toolOutput } from './tool-output.ts';

/** Makes run events of what the CLI says. */
export interface CliTranslator {
  /** The events that a message brings: any number. */
  translate(message: CliMessage): readonly RunEvent[];
  /** How many times the model of the main thread has answered to the end. */
  readonly turns: number;
  /** Why its latest answer ended; undefined while there is none, or if it was cut off. */
  readonly stopReason: string | undefined;
  /** Whether text was said that the CLI has since dropped: the answer would have it twice. */
  readonly isTextLost: boolean;
  /** Empty until the run has started. */
  readonly sessionId: string;
}

type Line<T extends CliMessage['type']> = Extract<CliMessage, { type: T }>;

/** After these the CLI has the model go on where it was cut. */
const CONTINUED = new Set<string | undefined>([undefined, 'max_tokens', 'model_context_window_exceeded']);

const toolEvents = ({ message }: Line<'assistant'>): readonly RunEvent[] =>
  message.content.flatMap((block) =>
    'id' in block ? [{ kind: 'tool_started', id: block.id, name: block.name, input: block.input }] : [],
  );

const toolResultEvents = ({ message: { content } }: Line<'user'>): readonly RunEvent[] =>
  typeof content === 'string'
    ? []
    : content.flatMap((block) =>
        'tool_use_id' in block
          ? [
              {
                kind: 'tool_completed',
                id: block.tool_use_id,
                isError: block.is_error === true,
                output: toolOutput(block.content),
              },
            ]
          : [],
      );

const textEvents = (kind: 'text' | 'thinking', text: string): readonly RunEvent[] =>
  text === '' ? [] : [{ kind, text }];

/** A translator at the start of a run. */
export const createCliTranslator = (): CliTranslator => {
  const text = createControlCodeStripper();
  const thinking = createControlCodeStripper();
  let turns = 0;
  let sessionId = '';
  let stopReason: string | undefined;
  let hasText = false;
  let needsSeparator = false;
  let lastTextIndex = -1;
  let isTextLost = false;

  /** The text of two messages is two paragraphs, unless the second continues the first. */
  const answerEvents = (piece: string): readonly RunEvent[] => {
    if (piece === '') return [];
    const separator = textEvents('text', needsSeparator ? '\n\n' : '');
    needsSeparator = false;
    hasText = true;
    return [...separator, ...textEvents('text', piece)];
  };

  const translateStreamEvent = ({ event, ...line }: Line<'stream_event'>): readonly RunEvent[] => {
    // What a subagent says is for the model that started it.
    if (line.parent_tool_use_id) return [];
    const { type, index = 0, delta } = event;
    switch (type) {
      case 'message_start':
        needsSeparator = hasText && !CONTINUED.has(stopReason);
        stopReason = undefined;
        lastTextIndex = -1;
        return [];
      case 'content_block_delta':
        if (delta?.text) lastTextIndex = index;
        return [
          ...answerEvents(text.strip(delta?.text ?? '')),
          ...textEvents('thinking', thinking.strip(delta?.thinking ?? '')),
        ];
      case 'content_block_stop':
        return [...answerEvents(text.flush()), ...textEvents('thinking', thinking.flush())];
      case 'message_delta':
        stopReason = delta?.stop_reason ?? undefined;
        if (stopReason !== undefined) turns += 1;
        return [];
      case 'message_stop':
        isTextLost ||= line.abandoned_blocks !== undefined && line.abandoned_blocks.from_block_index <= lastTextIndex;
        return [];
      default:
        return [];
    }
  };

  const translateSystem = (message: Line<'system'>): readonly RunEvent[] => {
    if (message.subtype === 'init') {
      sessionId = message.session_id;
      return [{ kind: 'started', sessionId, model: message.model }];
    }
    const { attempt, retry_delay_ms: delayMs, error_status: status } = message;
    return [{ kind: 'retry', attempt, delayMs, status }];
  };

  return {
    translate(message) {
      switch (message.type) {
        case 'stream_event':
          return translateStreamEvent(message);
        case 'assistant':
          return toolEvents(message);
        case 'user':
          return toolResultEvents(message);
        case 'system':
          return translateSystem(message);
        default:
          return [];
      }
    },
    get turns() {
      return turns;
    },
    get stopReason() {
      return stopReason;
    },
    get isTextLost() {
      return isTextLost;
    },
    get sessionId() {
      return sessionId;
    },
  };
};
