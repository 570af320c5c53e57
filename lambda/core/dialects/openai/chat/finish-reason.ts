import type { StopReason } from '#core/runs/run-event.ts';

/** Why an answer ended, in OpenAI's words, which have no other for a limit than `length`. */
export const FINISH_REASONS = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
  max_turns: 'length',
  max_cost: 'length',
} as const satisfies Record<StopReason, string>;
