import type { PromptError } from '#core/prompts/prompt.ts';
import type { Job, JobStatus } from './job.ts';

const MINUTE_MS = 60_000;

/** A message that was lost is sent again after so long. */
const QUEUED_CHECK_MS = 60 * MINUTE_MS;
const REQUEUED_CHECK_MS = 5 * MINUTE_MS;
/** Whoever ended a job tells those who must know at once. */
const ENDED_CHECK_MS = MINUTE_MS;

const FINAL: ReadonlySet<JobStatus> = new Set(['completed', 'failed', 'canceled', 'expired']);

/** Whether the job has ended: nothing changes that any more. */
export const hasEnded = ({ status }: Pick<Job, 'status'>): boolean => FINAL.has(status);

/** How a job came to its end. */
export interface JobEnding {
  readonly status: 'completed' | 'failed' | 'canceled' | 'expired';
  readonly error?: PromptError;
  /** What its latest attempt has cost; absent: that was not let in, or there was none. */
  readonly costMicroUsd?: number;
}

/** The prompts of all its attempts, the first first. */
export const promptIdsOf = ({ promptId, formerPromptIds = [] }: Job): string[] =>
  promptId === undefined ? [] : [...formerPromptIds, promptId];

/** A job whose latest attempt was not let in: its prompt was never stored. */
const withoutPrompt = ({ promptId: _, formerPromptIds = [], ...job }: Job): Job => {
  const promptId = formerPromptIds.at(-1);
  if (promptId === undefined) return job;
  return { ...job, promptId, formerPromptIds: formerPromptIds.slice(0, -1) };
};

/** A queued job as it is started: until `leaseEndsAtMs` nobody else touches it. Others stay as they are. */
export const startJob = (job: Job, promptId: string, nowMs: number, leaseEndsAtMs: number): Job =>
  job.status === 'queued'
    ? {
        ...job,
        status: 'in_progress',
        promptId,
        ...(job.promptId !== undefined && { formerPromptIds: promptIdsOf(job) }),
        attempts: job.attempts + 1,
        startedAtMs: job.startedAtMs ?? nowMs,
        checkAtMs: leaseEndsAtMs,
      }
    : job;

/** Why a job goes back into the queue. */
export interface Requeueing {
  /** Not before so long. */
  readonly afterMs: number;
  /** What the attempt has cost; absent: it was not let in, and does not count. */
  readonly costMicroUsd?: number;
  /**
   * It was let in, and its prompt is there, but no runner could be had for it: it does not count.
   * @default false
   */
  readonly neverRan?: boolean;
}

/** A job that was started, back in the queue; if it is being stopped, or has ended, it stays as it is. */
export const requeueJob = (job: Job, { afterMs, costMicroUsd, neverRan }: Requeueing, nowMs: number): Job =>
  job.status === 'in_progress'
    ? {
        ...(costMicroUsd === undefined ? withoutPrompt(job) : job),
        status: 'queued',
        attempts: job.attempts - (costMicroUsd === undefined || neverRan ? 1 : 0),
        costMicroUsd: job.costMicroUsd + (costMicroUsd ?? 0),
        checkAtMs: nowMs + afterMs + REQUEUED_CHECK_MS,
      }
    : job;

/** When a job that was just queued is to be looked at. */
export const queuedCheckAtMs = ({ startBeforeMs }: Pick<Job, 'startBeforeMs'>, nowMs: number): number =>
  Math.min(startBeforeMs, nowMs + QUEUED_CHECK_MS);

/** The job as it has ended; one that had ended before stays as it is: the first ending wins. */
export const endJob = (job: Job, { status, error, costMicroUsd }: JobEnding, nowMs: number): Job => {
  if (hasEnded(job)) return job;
  const wasRefused = job.status !== 'queued' && costMicroUsd === undefined;
  return {
    ...(wasRefused ? withoutPrompt(job) : job),
    status,
    ...(error && { error }),
    costMicroUsd: job.costMicroUsd + (costMicroUsd ?? 0),
    finishedAtMs: nowMs,
    checkAtMs: nowMs + ENDED_CHECK_MS,
  };
};

/** The job as a caller wants it ended: at once if it waits, else as soon as whoever runs it notices. */
export const cancelJobOf = (job: Job, nowMs: number): Job => {
  if (job.status === 'queued') return endJob(job, { status: 'canceled' }, nowMs);
  return job.status === 'in_progress' ? { ...job, status: 'canceling' } : job;
};

/** A job that has ended, once everybody who must know of it was told; one that has not stays as it is. */
export const closeJob = (job: Job): Job => {
  if (!hasEnded(job) || job.checkAtMs === undefined) return job;
  const { checkAtMs: _, ...closed } = job;
  return closed;
};
