import { ServiceError } from '#core/errors/service-error.ts';
import { type RateLimit, rateLimitHeaders } from '#core/limits/rate-limit-headers.ts';
import { toInstant } from '#core/time/to-instant.ts';
import { toUsd } from '#core/usage/to-usd.ts';
import { leastLeft } from './least-cost.ts';
import { LEAST_RUN_MICRO_USD } from './least-run-micro-usd.ts';
import type { Balance, Reservation } from './ledger.ts';

/** Runs end all the time, and give back what they did not use. */
const HELD_RETRY_SECONDS = 5;

const whose = ({ subject }: Reservation): 'caller' | 'tenant' => (subject.startsWith('tenant:') ? 'tenant' : 'caller');

const usd = (microUsd: number): string => `$${toUsd(microUsd)}`;

/** A limit of requests per day, as a request finds it. */
export const dayLimit = (reservation: Reservation, balance: Balance, nowMs: number): RateLimit | undefined => {
  const { maxRequests, startsAtMs, endsAtMs } = reservation;
  if (maxRequests === undefined) return undefined;
  return {
    policy: `${whose(reservation)}-day`,
    unit: 'requests',
    quota: maxRequests,
    remaining: Math.max(0, maxRequests - balance.requests),
    windowSeconds: (endsAtMs - startsAtMs) / 1000,
    resetSeconds: Math.ceil((endsAtMs - nowMs) / 1000),
  };
};

/** Whether it is the number of requests that a window does not allow. */
export const isOutOfRequests = ({ maxRequests }: Reservation, { requests }: Balance): boolean =>
  maxRequests !== undefined && requests >= maxRequests;

/** What a caller is told whose day has seen as many requests as it may: to try again within it is of no use. */
export const requestsRefusal = (reservation: Reservation, limits: readonly RateLimit[], nowMs: number) => {
  const { maxRequests, endsAtMs } = reservation;
  const message = `This ${whose(reservation)} may start ${maxRequests} prompts a day, and has. The next day begins ${toInstant(endsAtMs)}.`;
  return new ServiceError('rate_limit_exceeded', message, {
    retryAfterSeconds: Math.ceil((endsAtMs - nowMs) / 1000),
    headers: { ...rateLimitHeaders(limits, nowMs), 'x-should-retry': 'false' },
  });
};

/**
 * What a caller is told whose budget, or whose tenant's, is used up, or has too little left; or is only held by runs under
 * way, most of which cost less than they might: then to try again soon may help.
 *
 * @param leastMicroUsd what the prompt costs at least.
 */
export const budgetRefusal = (reservation: Reservation, balance: Balance, leastMicroUsd: number): ServiceError => {
  const { unit, budgetMicroUsd = 0, endsAtMs } = reservation;
  const { spentMicroUsd, reservedMicroUsd } = balance;
  const isOnlyHeld = reservedMicroUsd > 0 && budgetMicroUsd - spentMicroUsd >= leastLeft(budgetMicroUsd, leastMicroUsd);
  const least =
    leastMicroUsd > LEAST_RUN_MICRO_USD ? `To be read alone, this prompt costs about ${usd(leastMicroUsd)}. ` : '';
  const running = reservedMicroUsd > 0 ? `, and prompts that run may use another ${usd(reservedMicroUsd)}` : '';
  return new ServiceError(
    'budget_exceeded',
    `This ${whose(reservation)} has spent ${usd(spentMicroUsd)} of ${usd(budgetMicroUsd)} this ${unit}${running}. ` +
      `${least}The budget is renewed ${toInstant(endsAtMs)}.`,
    {
      ...(isOnlyHeld && { retryAfterSeconds: HELD_RETRY_SECONDS }),
      details: {
        whose: whose(reservation),
        window: unit,
        spent_usd: toUsd(spentMicroUsd),
        limit_usd: toUsd(budgetMicroUsd),
        resets_at: toInstant(endsAtMs),
      },
    },
  );
};
