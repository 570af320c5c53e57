import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { EndedPrompt } from '#core/prompts/run-prompt.ts';
import { failedRun } from './failed-run.ts';
import type { StartedPrompt } from './start-prompt.ts';

/** An answer that has begun. */
export interface AnswerStream {
  /** All events but the last. */
  readonly events: AsyncIterable<PassingEvent>;
  /** Never rejects. */
  readonly ended: Promise<EndedPrompt>;
}

/** The first of these means that the model answers. */
const ANSWERS = new Set<PassingEvent['kind']>(['usage', 'text', 'thinking', 'tool_call', 'tool_started']);

const joined = async function* (
  ahead: readonly PassingEvent[],
  rest: AsyncIterator<PassingEvent>,
): AsyncGenerator<PassingEvent, void, void> {
  yield* ahead;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
};

/**
 * Waits until the model answers: what fails before is an error with a status, not a stream of status 200.
 *
 * @throws ServiceError if the run fails before.
 */
export const beginStream = async ({ running, headers }: StartedPrompt): Promise<AnswerStream> => {
  const iterator = running.events[Symbol.asyncIterator]();
  const ahead: PassingEvent[] = [];
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    ahead.push(next.value);
    if (ANSWERS.has(next.value.kind)) return { events: joined(ahead, iterator), ended: running.ended };
  }
  const { last } = await running.ended;
  if (last.kind === 'error') throw failedRun(last.failure, headers);
  return { events: joined(ahead, iterator), ended: running.ended };
};
