import { sseFrame } from '#core/http/sse-frame.ts';
import { toUsageJson, toUsd } from '#core/usage/usage-json.ts';
import type { PassingEvent } from './end-prompt.ts';
import type { Prompt, PromptStatus } from './prompt.ts';
import { toPromptSummaryJson } from './prompt-json.ts';
import type { RunningPrompt } from './run-prompt.ts';

type NamedEvent = readonly [event: string, data: object];

/** Undefined for what only callers with tools of their own, or of another API, are told. */
const passing = (event: PassingEvent): NamedEvent | undefined => {
  switch (event.kind) {
    case 'started':
      return ['session.started', { session_id: event.sessionId, model: event.model }];
    case 'text':
      return ['message.delta', { text: event.text }];
    case 'thinking':
      return ['thinking.delta', { text: event.text }];
    case 'tool_started':
      return ['tool.started', { id: event.id, name: event.name, input: event.input }];
    case 'tool_completed':
      return ['tool.completed', { id: event.id, is_error: event.isError, output: event.output }];
    case 'retry':
      return ['run.retrying', { attempt: event.attempt, delay_ms: event.delayMs, status: event.status }];
    case 'usage':
      return [
        'usage.updated',
        { usage: toUsageJson(event.metrics.usage), cost_usd: toUsd(event.metrics.costMicroUsd) },
      ];
    default:
      return undefined;
  }
};

const LAST: Record<PromptStatus, string> = {
  in_progress: 'run.failed',
  completed: 'run.completed',
  incomplete: 'run.incomplete',
  failed: 'run.failed',
  canceled: 'run.canceled',
};

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
  yield `retry: 3000\n\n${frame(['run.started', toPromptSummaryJson(prompt)])}`;
  for await (const event of running.events) {
    const named = passing(event);
    if (named) yield frame(named);
  }
  const ended = await running.ended;
  yield frame([LAST[ended.prompt.status], toPromptSummaryJson(ended.prompt)]);
};
