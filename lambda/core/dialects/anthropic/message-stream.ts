import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { RunResult } from '#core/runs/run-event.ts';
import { NO_USAGE, type TokenUsage } from '#core/runs/token-usage.ts';
import { toUsageJson } from '#core/usage/usage-json.ts';
import type { BlockEvent } from './block-event.ts';
import { createBlockReader } from './block-reader.ts';
import { type AnsweredPrompt, emptyMessage, type MessageJson } from './message-json.ts';
import { type Stop, toStop } from './stop-reason.ts';

/** An event of a streamed message: https://docs.anthropic.com/en/docs/build-with-claude/streaming */
export type MessageEvent =
  | { readonly type: 'message_start'; readonly message: MessageJson }
  | BlockEvent
  | { readonly type: 'message_delta'; readonly delta: Stop; readonly usage: MessageJson['usage'] }
  | { readonly type: 'message_stop' };

/** Makes the events of one streamed message of what happens in a run, all its turns included. */
export interface MessageStream {
  /** The events that this brings: any number. */
  read(event: PassingEvent): readonly MessageEvent[];
  /** The events that end the message. */
  end(result: RunResult): readonly MessageEvent[];
}

/** A stream at its start. Its first event waits for what the model has read, which the run tells before all else. */
export const createMessageStream = (prompt: AnsweredPrompt): MessageStream => {
  const blocks = createBlockReader();
  let isStarted = false;

  const startWith = (usage: TokenUsage): readonly MessageEvent[] => {
    if (isStarted) return [];
    isStarted = true;
    return [{ type: 'message_start', message: emptyMessage(prompt, toUsageJson(usage)) }];
  };

  return {
    read(event) {
      if (event.kind === 'usage') return startWith(event.metrics.usage);
      const events = blocks.read(event);
      return events.length === 0 ? [] : [...startWith(NO_USAGE), ...events];
    },
    end: (result) => {
      const { usage } = result.metrics;
      return [
        ...startWith(usage),
        ...blocks.end(),
        { type: 'message_delta', delta: toStop(result), usage: toUsageJson(usage) },
        { type: 'message_stop' },
      ];
    },
  };
};
