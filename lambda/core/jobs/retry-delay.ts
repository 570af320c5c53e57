import type { Clock } from '#core/clock.ts';
import type { ErrorCode } from '#core/errors/error-codes.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { LastEvent } from '#core/prompts/end-prompt.ts';
import type { Job } from './job.ts';

/** What may go well another time. */
const PASSING: ReadonlySet<ErrorCode> = new Set([
  'interrupted',
  'upstream_error',
  'upstream_overloaded',
  'upstream_rate_limited',
  'upstream_stalled',
]);

/** What keeps a job from being started now, but not for ever. */
const WAITING: ReadonlySet<ErrorCode> = new Set(['rate_limit_exceeded', 'unavailable']);

const FIRST_RETRY_MS = 5_000;
const LEAST_WAIT_MS = 1_000;
/** A day's requests may be used up for hours, but others may raise the limit meanwhile. */
const MOST_WAIT_MS = 600_000;

/** As long as asked, within reason, and not all at once: in whole milliseconds, as jobs are stored. */
const delayMs = (leastMs: number, askedMs: number, random: () => number): number =>
  Math.ceil(Math.min(Math.max(leastMs, askedMs), MOST_WAIT_MS) * (1 + random() / 5));

/** A budget that is only held by runs under way says when to try again; one that is used up does not. */
const mayWait = ({ code, retryAfterSeconds }: ServiceError): boolean =>
  WAITING.has(code) || (code === 'budget_exceeded' && retryAfterSeconds !== undefined);

/** What waiting needs of the world. */
interface WaitPorts {
  readonly clock: Clock;
  readonly random: () => number;
}

type Attempts = Pick<Job, 'attempts' | 'maxAttempts'>;

/** Whether a job that failed so may be started again. */
export const mayStartAgain = ({ attempts, maxAttempts }: Attempts, code: ErrorCode): boolean =>
  attempts < maxAttempts && PASSING.has(code);

/** After how long to start a failed job again; `undefined`: not at all. */
export const retryDelayMs = (job: Attempts, last: LastEvent, random: () => number): number | undefined => {
  if (last.kind === 'result' || !mayStartAgain(job, last.failure.code)) return undefined;
  return delayMs(FIRST_RETRY_MS * 4 ** (job.attempts - 1), (last.failure.retryAfterSeconds ?? 0) * 1000, random);
};

/**
 * After how long to try to start a job again that cannot be started now: as long as asked, but also an eighth of the time
 * that it has waited. So it comes to its turn that much later at most, and thousands that wait for hours are not all
 * looked at every minute.
 */
export const waitMs = (
  { createdAtMs }: Pick<Job, 'createdAtMs'>,
  askedSeconds: number | undefined,
  { clock, random }: WaitPorts,
): number => delayMs(Math.max(LEAST_WAIT_MS, (clock() - createdAtMs) / 8), (askedSeconds ?? 5) * 1000, random);

/** After how long to try to start a job again that was refused; `undefined`: it failed for good. */
export const refusedWaitMs = (job: Pick<Job, 'createdAtMs'>, error: unknown, ports: WaitPorts): number | undefined =>
  error instanceof ServiceError && mayWait(error) ? waitMs(job, error.retryAfterSeconds, ports) : undefined;
