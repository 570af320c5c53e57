import { budgetRemainingHeader } from '#core/budgets/budget-remaining-header.ts';
import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { EndedPrompt, RunningPrompt } from '#core/prompts/run-prompt.ts';
import type { RunResult } from '#core/runs/run-event.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import { failedRun } from './failed-run.ts';
import type { StartedPrompt } from './start-prompt.ts';

/** The whole answer to a prompt. */
export interface Answer {
  /** As stored. */
  readonly prompt: Prompt;
  readonly result: RunResult;
  /** What happened until then. */
  readonly events: readonly PassingEvent[];
  readonly headers: Readonly<Record<string, string>>;
}

const collect = async ({ events, ended }: RunningPrompt): Promise<EndedPrompt & Pick<Answer, 'events'>> => {
  const passed: PassingEvent[] = [];
  for await (const event of events) passed.push(event);
  return { ...(await ended), events: passed };
};

/**
 * Waits for the end of a prompt.
 *
 * @throws ServiceError if the run failed.
 */
export const awaitAnswer = async (started: StartedPrompt): Promise<Answer> => {
  const { prompt, last, events } = await collect(started.running);
  const { costMicroUsd } = prompt.metrics;
  const { budgetLeftMicroUsd: left } = started;
  const headers = {
    ...started.headers,
    ...budgetRemainingHeader(left && left - costMicroUsd),
    'headless-claude-cost-usd': String(toUsd(costMicroUsd)),
    'headless-claude-overhead-ms': String(Math.round(prompt.timings?.overheadMs ?? 0)),
    ...(prompt.sessionId !== undefined && { 'headless-claude-session-id': prompt.sessionId }),
  };
  if (last.kind === 'result') {
    const { result } = last;
    return { prompt, result, events, headers: { ...headers, 'headless-claude-stop-reason': result.stopReason } };
  }
  throw failedRun(last.failure, headers);
};
