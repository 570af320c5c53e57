import type { Principal } from '#core/auth/principal.ts';
import type { Clock } from '#core/clock.ts';
import { ServiceError } from '#core/errors/service-error.ts';
import type { Settings } from '#core/settings.ts';
import type { RateLimit } from './rate-limit-headers.ts';
import { rateLimitHeaders } from './rate-limit-headers.ts';
import type { RateLimitStore, RateWindow } from './rate-limit-store.ts';

const MINUTE_MS = 60_000;

/** What limits need of the world. */
export interface RatePorts {
  readonly rateLimits: RateLimitStore;
  readonly settings: Settings;
  readonly clock: Clock;
  /** Between 0 and 1: spreads the retries of callers refused together. */
  readonly random: () => number;
}

/** A minute of the caller's, or of its tenant's. */
interface MinuteWindow extends RateWindow {
  readonly policy: 'caller-minute' | 'tenant-minute';
}

const minuteWindows = (principal: Principal, { settings, clock }: RatePorts): readonly MinuteWindow[] => {
  const tier = settings.tiers[principal.tier] ?? settings.tiers[settings.defaultTier];
  if (!tier) throw new Error(`settings.defaultTier "${settings.defaultTier}" is not one of settings.tiers`);
  const nowMs = clock();
  const startsAtMs = nowMs - (nowMs % MINUTE_MS);
  const minute = { startsAtMs, endsAtMs: startsAtMs + MINUTE_MS };
  return [
    {
      ...minute,
      policy: 'caller-minute',
      subject: `principal:${principal.id}`,
      limit: tier.requestsPerMinutePerPrincipal,
    },
    {
      ...minute,
      policy: 'tenant-minute',
      subject: `tenant:${principal.tenantId}`,
      limit: tier.requestsPerMinutePerTenant,
    },
  ];
};

const refusal = (limit: RateLimit, random: () => number): ServiceError => {
  const whose = limit.policy === 'tenant-minute' ? 'This tenant' : 'This caller';
  const retryAfterSeconds = Math.ceil(limit.resetSeconds * (1 + 0.2 * random()));
  const message = `${whose} may start ${limit.quota} prompts a minute, and has. Retry in ${retryAfterSeconds} s.`;
  return new ServiceError('rate_limit_exceeded', message, { retryAfterSeconds, headers: rateLimitHeaders([limit]) });
};

/**
 * Takes one request of the caller's and of its tenant's minute, or refuses and takes nothing.
 *
 * @returns the limits as they stand now.
 * @throws ServiceError `rate_limit_exceeded`
 */
export const takeRate = async (principal: Principal, ports: RatePorts): Promise<readonly RateLimit[]> => {
  const { rateLimits, clock, random } = ports;
  const windows = minuteWindows(principal, ports);
  const limits: RateLimit[] = [];
  for (const [index, window] of windows.entries()) {
    const taken = await rateLimits.take(window);
    const limit = {
      policy: window.policy,
      quota: window.limit,
      remaining: window.limit - (taken ?? window.limit),
      resetSeconds: Math.ceil((window.endsAtMs - clock()) / 1000),
    };
    if (taken === undefined) {
      await Promise.all(windows.slice(0, index).map((earlier) => rateLimits.release(earlier)));
      throw refusal(limit, random);
    }
    limits.push(limit);
  }
  return limits;
};
