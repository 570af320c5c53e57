import type { RunEvent, StopReason } from '#core/runs/run-event.ts';
import type { Prompt, PromptStatus } from './prompt.ts';

/** The event that ends a run. */
export type LastEvent = Extract<RunEvent, { kind: 'result' | 'error' }>;

/** An event before the last. */
export type PassingEvent = Exclude<RunEvent, LastEvent>;

const STATUS: Record<StopReason, PromptStatus> = {
  end_turn: 'completed',
  stop_sequence: 'completed',
  tool_use: 'completed',
  max_tokens: 'incomplete',
  max_turns: 'incomplete',
  max_cost: 'incomplete',
  refusal: 'incomplete',
};

/** The prompt as the last event of its run leaves it; `text` is what came before a failure, and is kept. */
export const endPrompt = (prompt: Prompt, event: LastEvent, text: readonly string[], nowMs: number): Prompt => {
  if (event.kind === 'result') {
    const { text, stopReason, toolCalls, turns, sessionId, metrics, timings } = event.result;
    const response = prompt.store ? { response: text, ...(toolCalls && { toolCalls }) } : {};
    const status = STATUS[stopReason];
    return { ...prompt, ...response, status, stopReason, turns, sessionId, metrics, timings, finishedAtMs: nowMs };
  }
  const { code, message, source, metrics, timings } = event.failure;
  const response = prompt.store && text.length > 0 ? { response: text.join('') } : {};
  const status = code === 'canceled' ? 'canceled' : 'failed';
  return { ...prompt, ...response, status, error: { code, message, source }, metrics, timings, finishedAtMs: nowMs };
};
