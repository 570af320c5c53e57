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

/** After how long to start a failed job again; `undefined`: not at all. */
export const retryDelayMs = (
  { attempts, maxAttempts }: Pick<Job, 'attempts' | 'maxAttempts'>,
  last: LastEvent,
  random: () => number,
): number | undefined => {
  if (last.kind === 'result' || attempts >= maxAttempts || !PASSING.has(last.failure.code)) return undefined;
  const askedMs = (last.failure.retryAfterSeconds ?? 0) * 1000;
  return Math.min(Math.max(FIRST_RETRY_MS * 4 ** (attempts - 1), askedMs), MOST_WAIT_MS) * (1 + random() / 5);
};

/** After how long to try to start a job again that was refused; `undefined`: it failed for good. */
export const waitMs = (error: unknown, random: () => number): number | undefined => {
  if (!(error instanceof ServiceError) || !WAITING.has(error.code)) return undefined;
  const askedMs = (error.retryAfterSeconds ?? 5) * 1000;
  return Math.min(Math.max(askedMs, LEAST_WAIT_MS), MOST_WAIT_MS) * (1 + random() / 5);
};
