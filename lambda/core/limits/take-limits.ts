import { ServiceError } from '#core/errors/service-error.ts';
import type { EffectiveQuota } from './effective-quotas.ts';
import { type LimitPorts, type LimitTake, limitTakes, type TakeAnswer, type TakenFor } from './limit-takes.ts';
import { type RateLimit, rateLimitHeaders } from './rate-limit-headers.ts';

/** What a prompt has taken. */
export interface TakenLimits {
  /** As they stand now. */
  readonly limits: readonly RateLimit[];
  /** Gives back all of it: the prompt is not run after all. */
  giveBack(): Promise<void>;
}

type Refusal = NonNullable<TakeAnswer['refusal']>;

/** How long to wait for a run to end, when there are as many as there may be. */
const RUN_SECONDS = 2;

const refuse = ({ message, resetSeconds }: Refusal, limits: readonly RateLimit[], { clock, random }: LimitPorts) => {
  const retryAfterSeconds = Math.ceil((resetSeconds ?? RUN_SECONDS) * (1 + 0.2 * random()));
  return new ServiceError('rate_limit_exceeded', `${message} Retry in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
    headers: rateLimitHeaders(limits, clock()),
  });
};

/**
 * Takes of the minute and of the concurrent runs of a caller, then of its tenant; or refuses, and takes nothing.
 *
 * The tenant's come after, so that a caller past its own limits is not in the way of others.
 *
 * @throws ServiceError `rate_limit_exceeded`, `unavailable`.
 */
export const takeLimits = async (
  quotas: readonly EffectiveQuota[],
  prompt: TakenFor,
  ports: LimitPorts,
): Promise<TakenLimits> => {
  const steps = quotas.map((quota) => limitTakes(quota, prompt, ports));
  const limits: RateLimit[] = [];
  const held: LimitTake[] = [];
  const giveBack = async (): Promise<void> => {
    await Promise.all(held.map((take) => take.giveBack()));
  };
  const takeNoted = async (take: LimitTake): Promise<TakeAnswer> => {
    const answer = await take.take();
    if (!answer.refusal) held.push(take);
    return answer;
  };
  for (const [index, takes] of steps.entries()) {
    const results = await Promise.allSettled(takes.map(takeNoted));
    const answers = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    const failed = results.find((result) => result.status === 'rejected');
    const refusal = answers.find((answer) => answer.refusal)?.refusal;
    limits.push(...answers.flatMap((answer) => answer.limits));
    if (!refusal && !failed) continue;
    await giveBack();
    if (failed) throw failed.reason;
    const later = steps.slice(index + 1).flatMap((others) => others.flatMap((take) => take.limits));
    if (refusal) throw refuse(refusal, [...limits, ...later], ports);
  }
  return { limits, giveBack };
};
