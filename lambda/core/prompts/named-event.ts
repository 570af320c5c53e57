import { toUsd } from '#core/usage/to-usd.ts';
import { toUsageJson } from '#core/usage/usage-json.ts';
import type { PassingEvent } from './end-prompt.ts';
import type { Prompt, PromptStatus } from './prompt.ts';
import { toPromptSummaryJson } from './prompt-json.ts';

/** An event as readers of our own API are told of it. */
export type NamedEvent = readonly [event: string, data: object];

/** What happens in a run; undefined for what only callers with tools of their own, or of another API, are told. */
export const passingEvent = (event: PassingEvent): NamedEvent | undefined => {
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

/** That a prompt begins to run. */
export const startedEvent = (prompt: Prompt): NamedEvent => ['run.started', toPromptSummaryJson(prompt)];

/** How a prompt has ended. */
export const lastEvent = (prompt: Prompt): NamedEvent => [LAST[prompt.status], toPromptSummaryJson(prompt)];
