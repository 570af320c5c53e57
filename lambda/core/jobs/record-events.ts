import { lastEvent, type NamedEvent, passingEvent, startedEvent } from '#core/prompts/named-event.ts';
import type { Prompt } from '#core/prompts/prompt.ts';
import type { RunningPrompt } from '#core/prompts/run-prompt.ts';
import type { Sleep } from '#core/sleep.ts';
import type { Job } from './job.ts';
import type { JobEventStore } from './job-event-store.ts';

/** What recording events needs of the world. */
export interface RecordPorts {
  readonly jobEvents: JobEventStore;
  readonly sleep: Sleep;
  readonly report: (message: string, error: unknown) => void;
}

/** Readers are this much behind, and a job that runs costs two writes a second. */
const FLUSH_INTERVAL_MS = 500;
/** An event of more text than that is no longer added to. */
const MAX_MERGED_CHARS = 16_384;

const DELTAS = new Set(['message.delta', 'thinking.delta']);

/** Joins pieces of a text that follow one another. */
const merge = (events: readonly NamedEvent[]): NamedEvent[] => {
  const merged: NamedEvent[] = [];
  for (const [event, data] of events) {
    const last = merged.at(-1);
    const { text = '' } = data as { readonly text?: string };
    const { text: lastText = '' } = (last?.[1] ?? {}) as { readonly text?: string };
    if (last?.[0] === event && DELTAS.has(event) && lastText.length < MAX_MERGED_CHARS) {
      merged[merged.length - 1] = [event, { text: lastText + text }];
    } else {
      merged.push([event, data]);
    }
  }
  return merged;
};

/**
 * Stores what happens in a run as it happens, a little at a time, so that readers may come, go and come back.
 *
 * Resolves when the run has ended and all is stored. A store that fails costs readers events, not the caller the answer.
 */
export const recordEvents = async (
  job: Job,
  prompt: Prompt,
  running: RunningPrompt,
  { jobEvents, sleep, report }: RecordPorts,
): Promise<void> => {
  // Not every attempt counts that left events.
  let lastSeq = job.formerPromptIds ? undefined : 0;
  let pending: NamedEvent[] = [];
  let flushing: Promise<void> | undefined;
  const ended = new AbortController();

  const append = async (): Promise<void> => {
    const events = merge(pending);
    pending = [];
    try {
      const before = lastSeq ?? (await jobEvents.lastSeq(job));
      // Whether it fails or not: a number is never given twice.
      lastSeq = before + events.length;
      await jobEvents.append(
        job,
        events.map(([event, data], index) => ({ seq: before + index + 1, event, data })),
      );
    } catch (error) {
      report('events of a job could not be stored', error);
    }
  };

  const flush = async (): Promise<void> => {
    while (pending.length > 0) {
      await append();
      await sleep(FLUSH_INTERVAL_MS, ended.signal);
    }
    flushing = undefined;
  };

  const add = (event: NamedEvent): void => {
    pending.push(event);
    flushing ??= flush();
  };

  add(startedEvent(prompt));
  for await (const event of running.events) {
    const named = passingEvent(event);
    if (named) add(named);
  }
  const { prompt: last } = await running.ended;
  ended.abort();
  add(lastEvent(last));
  await flushing;
};
