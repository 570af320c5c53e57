import { sseFrame } from '#core/http/sse-frame.ts';
import { lastEvent, type NamedEvent, passingEvent, startedEvent } from './named-event.ts';
import type { Prompt } from './prompt.ts';
import type { RunningPrompt } from './run-prompt.ts';

/**
 * A running prompt as server-sent events: `run.started`, what happens, and one `run.…` event that ends it.
 *
 * Concatenated, the texts of the `message.delta` events are the answer. Failures are events: this never throws.
 */
export const promptEvents = async function* (
  prompt: Prompt,
  running: RunningPrompt,
): AsyncGenerator<string, void, void> {
  let id = 0;
  const frame = ([event, data]: NamedEvent): string => {
    id += 1;
    return sseFrame({ id, event, data });
  };
  yield `retry: 3000\n\n${frame(startedEvent(prompt))}`;
  for await (const event of running.events) {
    const named = passingEvent(event);
    if (named) yield frame(named);
  }
  const ended = await running.ended;
  yield frame(lastEvent(ended.prompt));
};
