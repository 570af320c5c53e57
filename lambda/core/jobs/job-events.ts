import type { Clock } from '#core/clock.ts';
import { sseFrame } from '#core/http/sse-frame.ts';
import type { Job } from './job.ts';
import type { JobEventStore } from './job-event-store.ts';
import { toJobSummaryJson } from './job-json.ts';
import type { JobStore } from './job-store.ts';
import { hasEnded } from './job-transitions.ts';

/** What following a job from outside needs of the world. */
export interface JobEventsPorts {
  readonly jobs: JobStore;
  readonly jobEvents: JobEventStore;
  readonly clock: Clock;
  readonly sleep: (durationMs: number, signal?: AbortSignal) => Promise<void>;
}

const INTERVAL_MS = 500;
/** API Gateway ends a stream after fifteen minutes; a client then comes back for the rest. */
const MAX_STREAM_MS = 14 * 60_000;

/**
 * What has happened in a job after that event, and what happens until its end, as server-sent events; the last is
 * `job.completed`, or however it ended.
 *
 * @param gone aborts when nobody reads any more.
 */
export const jobEvents = async function* (
  job: Job,
  afterSeq: number,
  gone: AbortSignal,
  { jobs, jobEvents: store, clock, sleep }: JobEventsPorts,
): AsyncGenerator<string, void, void> {
  const untilMs = clock() + MAX_STREAM_MS;
  let seq = afterSeq;
  yield 'retry: 3000\n\n';
  for (let latest = job; ; latest = (await jobs.get(job.tenantId, job.id)) ?? latest) {
    // The job is read before its events: when it has ended, they are complete.
    for await (const { seq: id, event, data } of store.read(job, seq)) {
      seq = id;
      yield sseFrame({ id, event, data });
    }
    if (hasEnded(latest)) {
      yield sseFrame({ id: seq + 1, event: `job.${latest.status}`, data: toJobSummaryJson(latest) });
      return;
    }
    if (gone.aborted || clock() >= untilMs) return;
    await sleep(INTERVAL_MS, gone);
  }
};
