import type { Clock } from '#core/clock.ts';
import type { EffectiveQuota } from './effective-quotas.ts';
import type { LeaseStore } from './lease-store.ts';
import { minuteWindow } from './minute-window.ts';
import type { PolicyName, RateLimit } from './rate-limit-headers.ts';
import type { RateCounts, RateLimitStore } from './rate-limit-store.ts';

/** What limits need of the world. */
export interface LimitPorts {
  readonly rateLimits: RateLimitStore;
  readonly leases: LeaseStore;
  readonly clock: Clock;
  /** Between 0 and 1: spreads the retries of callers refused together. */
  readonly random: () => number;
}

/** The prompt that takes of limits. */
export interface TakenFor {
  readonly promptId: string;
  readonly nowMs: number;
  /** How many tokens it may use. */
  readonly tokens: number;
  /** When its leases end by themselves. */
  readonly leasesEndAtMs: number;
}

/** Limits that a prompt takes of together. */
export interface LimitTake {
  /** With what is left not known. */
  readonly limits: readonly RateLimit[];
  take(): Promise<TakeAnswer>;
  giveBack(): Promise<void>;
}

/** What became of it. */
export interface TakeAnswer {
  /** As they stand now. */
  readonly limits: readonly RateLimit[];
  /** What a caller is told; absent: it was taken. */
  readonly refusal?: { readonly message: string; readonly resetSeconds?: number };
}

const whose = ({ of }: EffectiveQuota): string => (of === 'caller' ? 'This caller' : 'This tenant');

/** What a prompt takes of a limit of tokens: never more than there is in an empty minute. */
export const tokensTaken = (tokens: number, tokensPerMinute: number | undefined): number =>
  Math.min(tokens, tokensPerMinute ?? 0);

const minuteTake = (quota: EffectiveQuota, prompt: TakenFor, { rateLimits }: LimitPorts): LimitTake[] => {
  const { subject, of, limits } = quota;
  const { requestsPerMinute, tokensPerMinute } = limits;
  if (requestsPerMinute === undefined && tokensPerMinute === undefined) return [];
  const window = minuteWindow(subject, prompt.nowMs);
  const resetSeconds = Math.ceil((window.endsAtMs - prompt.nowMs) / 1000);
  const amounts = { requests: 1, tokens: tokensTaken(prompt.tokens, tokensPerMinute) };
  const limit = (unit: keyof RateCounts, quota: number | undefined, counts?: RateCounts): RateLimit[] => {
    if (quota === undefined) return [];
    const remaining = counts && { remaining: Math.max(0, quota - counts[unit]) };
    const policy: PolicyName = `${of}-${unit === 'requests' ? 'minute' : 'tokens'}`;
    return [{ policy, unit, quota, ...remaining, windowSeconds: 60, resetSeconds }];
  };
  const both = (counts?: RateCounts): RateLimit[] => [
    ...limit('requests', requestsPerMinute, counts),
    ...limit('tokens', tokensPerMinute, counts),
  ];
  return [
    {
      limits: both(),
      take: async () => {
        const { isTaken, counts } = await rateLimits.take(window, amounts, {
          ...(requestsPerMinute !== undefined && { requests: requestsPerMinute }),
          ...(tokensPerMinute !== undefined && { tokens: tokensPerMinute }),
        });
        if (isTaken) return { limits: both(counts) };
        const message =
          requestsPerMinute !== undefined && counts.requests >= requestsPerMinute
            ? `${whose(quota)} may start ${requestsPerMinute} prompts a minute, and has.`
            : `${whose(quota)} may use ${tokensPerMinute} tokens a minute, too few of which are left for this prompt.`;
        return { limits: both(counts), refusal: { message, resetSeconds } };
      },
      giveBack: () => rateLimits.release(window, amounts),
    },
  ];
};

const leaseTake = (quota: EffectiveQuota, prompt: TakenFor, { leases }: LimitPorts): LimitTake[] => {
  const { subject, of, limits } = quota;
  const { concurrentRuns } = limits;
  if (concurrentRuns === undefined) return [];
  const limit = { policy: `${of}-concurrent`, unit: 'concurrent-requests', quota: concurrentRuns } as const;
  const lease = { promptId: prompt.promptId, expiresAtMs: prompt.leasesEndAtMs };
  return [
    {
      limits: [limit],
      take: async () => {
        const taken = await leases.acquire(subject, lease, concurrentRuns);
        if (taken !== undefined) return { limits: [{ ...limit, remaining: concurrentRuns - taken }] };
        const message = `${whose(quota)} may run ${concurrentRuns} prompts at the same time, and does.`;
        return { limits: [{ ...limit, remaining: 0 }], refusal: { message } };
      },
      giveBack: () => leases.release(subject, prompt.promptId),
    },
  ];
};

/** What a prompt takes of the limits of a minute, and of runs at the same time, that are set. */
export const limitTakes = (quota: EffectiveQuota, prompt: TakenFor, ports: LimitPorts): readonly LimitTake[] => [
  ...minuteTake(quota, prompt, ports),
  ...leaseTake(quota, prompt, ports),
];
