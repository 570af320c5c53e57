import type { PassingEvent } from '#core/prompts/end-prompt.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { EndedPrompt, RunningPrompt } from '#core/prompts/run-prompt.ts';
import type { TextStore } from '#core/texts/text-store.ts';
import type { Job } from './job.ts';
import { answerText } from './job-texts.ts';
import { isLine, type LineJob } from './line-job.ts';
import type { Lines } from './lines.ts';
import { type RecordPorts, recordEvents } from './record-events.ts';
import { type WatchPorts, watchJob } from './watch-job.ts';

/** What following the run of a job needs of the world. */
export interface FollowPorts extends RecordPorts, WatchPorts {
  readonly texts: TextStore;
  readonly lines: Lines;
}

/** Keeps the answer to a line in the words of its API: of its events nothing is kept, as nobody follows a line. */
const keepAnswer = async (
  job: LineJob,
  running: RunningPrompt,
  { texts, lines }: FollowPorts,
): Promise<EndedPrompt> => {
  const events: PassingEvent[] = [];
  for await (const event of running.events) events.push(event);
  const ended = await running.ended;
  const { prompt, last } = ended;
  if (last.kind === 'result') {
    const answer = await lines.answerOf(job, { prompt, result: last.result, events });
    await texts.put(answerText(job), JSON.stringify(answer), job.expiresAtSeconds);
  }
  return ended;
};

/**
 * Follows the run of a job to its end, keeps what readers will want of it, and stops it if it is canceled.
 *
 * @returns how its prompt ended, once that is settled.
 */
export const followJob = async (
  job: Job,
  prompt: Prompt,
  running: RunningPrompt,
  ports: FollowPorts,
): Promise<EndedPrompt> => {
  const ended = new AbortController();
  const stop = () => running.cancel('The job was canceled.');
  const watching = watchJob(job, stop, ended.signal, ports);
  try {
    if (isLine(job)) return await keepAnswer(job, running, ports);
    await recordEvents(job, prompt, running, ports);
    return await running.ended;
  } finally {
    ended.abort();
    await watching;
  }
};
