import { setTimeout as pause } from 'node:timers/promises';
import type { JobSummaryJson } from '#core/jobs/job-json.ts';
import type { Client } from './client.ts';
import type { EndedPrompt, PromptEvent } from './follow-prompt.ts';
import { readEvents, type ServerSentEvent } from './read-events.ts';
import { RUN_END } from './run-end.ts';

/** What happens in a job; `again`: its run failed, and another begins. */
export type JobEvent = PromptEvent | { readonly kind: 'again' };

/** A job that ended, and how its last run did if it had one. */
export interface EndedJob {
  readonly job: JobSummaryJson;
  readonly run?: EndedPrompt;
}

const JOB_END = /^job\.(completed|failed|canceled|expired)$/;

/** A stream ends after a while, or is cut; what comes after is had by asking again. */
const untilCut = async function* (response: Response): AsyncGenerator<ServerSentEvent, void, void> {
  try {
    yield* readEvents(response);
  } catch {
    // Whether the service is there shows when it is asked again.
  }
};

/**
 * Follows a job to its end, however often its stream ends before.
 *
 * @param pauseMs before asking again
 * @throws CommandError if there is no such job, or the service cannot be reached.
 */
export const followJob = async (
  client: Pick<Client, 'call'>,
  id: string,
  onEvent: (event: JobEvent) => void,
  pauseMs = 1_000,
): Promise<EndedJob> => {
  let after = '0';
  let text: string | undefined;
  let run: EndedPrompt | undefined;

  const take = (event: string, value: Record<string, string>): void => {
    if (event === 'run.started') {
      if (text !== undefined) onEvent({ kind: 'again' });
      text = '';
      run = undefined;
    } else if (event === 'message.delta') {
      text += value['text'] ?? '';
      onEvent({ kind: 'text', text: value['text'] ?? '' });
    } else if (event === 'tool.started') onEvent({ kind: 'tool', name: value['name'] ?? '', input: value['input'] });
    else if (RUN_END.test(event)) run = { ended: value as unknown as EndedPrompt['ended'], text: text ?? '' };
  };

  for (;;) {
    const response = await client.call('GET', `/v1/jobs/${encodeURIComponent(id)}/events`, { query: { after } });
    for await (const { event, data, id: last = after } of untilCut(response)) {
      const value = JSON.parse(data);
      if (JOB_END.test(event)) return { job: value, ...(run && { run }) };
      take(event, value);
      after = last;
    }
    await pause(pauseMs);
  }
};
