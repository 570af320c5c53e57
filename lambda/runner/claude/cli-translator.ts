import type { RunEvent, ToolCall } from '#core/runs/run-event.ts';
import type { RunRequest } from '#core/runs/run-request.ts';
import type { CliMessage } from './cli-message.ts';
import { createClientToolCalls } from './client-tool-calls.ts';
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
  /** Which of the caller's sequences ended it. */
  readonly stopSequence: string | undefined;
  /** What the caller is to run. */
  readonly toolCalls: readonly ToolCall[];
  /** Whether text was said that the CLI has since dropped: the answer would have it twice. */
  readonly isTextLost: boolean;
  /** Empty until the run has started. */
  readonly sessionId: string;
}

type StreamEvent = Line<'stream_event'>['event'];
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

const redactedEvents = (data: string | undefined): readonly RunEvent[] =>
  data === undefined ? [] : [{ kind: 'redacted_thinking', data }];

const signatureEvents = (signature: string | undefined): readonly RunEvent[] =>
  signature === undefined ? [] : [{ kind: 'thinking_signature', signature }];

const textEvents = (kind: 'text' | 'thinking', text: string): readonly RunEvent[] =>
  text === '' ? [] : [{ kind, text }];

/** A translator at the start of that run. */
export const createCliTranslator = ({
  parameters,
  outputSchema,
}: Pick<RunRequest, 'parameters' | 'outputSchema'>): CliTranslator => {
  const clientTools = createClientToolCalls(new Set(parameters?.tools?.map(({ name }) => name)));
  const text = createControlCodeStripper();
  const thinking = createControlCodeStripper();
  let turns = 0;
  let sessionId = '';
  let stopReason: string | undefined;
  let stopSequence: string | undefined;
  let hasText = false;
  let needsSeparator = false;
  let lastTextIndex = -1;
  let isTextLost = false;

  /** The text of two messages is two paragraphs, unless the second continues the first. */
  const answerEvents = (piece: string): readonly RunEvent[] => {
    // The answer is the JSON alone, once it satisfies the schema.
    if (piece === '' || outputSchema) return [];
    const separator = textEvents('text', needsSeparator ? '\n\n' : '');
    needsSeparator = false;
    hasText = true;
    return [...separator, ...textEvents('text', piece)];
  };

  const deltaEvents = (event: StreamEvent): readonly RunEvent[] => {
    const { index = 0, delta } = event;
    if (delta?.text) lastTextIndex = index;
    return [
      ...answerEvents(text.strip(delta?.text ?? '')),
      ...textEvents('thinking', thinking.strip(delta?.thinking ?? '')),
      ...signatureEvents(delta?.signature),
      ...clientTools.translate(event),
    ];
  };

  const translateStreamEvent = ({ event, ...line }: Line<'stream_event'>): readonly RunEvent[] => {
    // What a subagent says is for the model that started it.
    if (line.parent_tool_use_id) return [];
    const { type, delta } = event;
    switch (type) {
      case 'message_start':
        needsSeparator = hasText && !CONTINUED.has(stopReason);
        stopReason = undefined;
        lastTextIndex = -1;
        return [];
      case 'content_block_start':
        return [...redactedEvents(event.content_block?.data), ...clientTools.translate(event)];
      case 'content_block_delta':
        return deltaEvents(event);
      case 'content_block_stop':
        return [...answerEvents(text.flush()), ...textEvents('thinking', thinking.flush())];
      case 'message_delta':
        stopReason = delta?.stop_reason ?? undefined;
        stopSequence = delta?.stop_sequence ?? undefined;
        if (stopReason !== undefined) turns += 1;
        return [];
      case 'message_stop':
        isTextLost ||= line.abandoned_blocks !== undefined && line.abandoned_blocks.from_block_index <= lastTextIndex;
        return [];
      default:
        return [];
    }
  };

  const isOurs = (event: RunEvent): boolean => !('id' in event && clientTools.has(event.id));

  const structuredEvents = ({ structured_output: output }: Line<'result'>): readonly RunEvent[] =>
    outputSchema && output !== undefined ? [{ kind: 'text', text: JSON.stringify(output) }] : [];

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
          return toolEvents(message).filter(isOurs);
        case 'user':
          return toolResultEvents(message).filter(isOurs);
        case 'result':
          return structuredEvents(message);
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
    get stopSequence() {
      return stopSequence;
    },
    get toolCalls() {
      return clientTools.calls();
    },
    get isTextLost() {
      return isTextLost;
    },
    get sessionId() {
      return sessionId;
    },
  };
};
