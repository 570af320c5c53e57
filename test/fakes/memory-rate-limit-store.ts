import type { RateCounts, RateLimitStore, RateWindow } from '#core/limits/rate-limit-store.ts';

const keyOf = ({ subject, startsAtMs }: RateWindow) => `${subject} ${startsAtMs}`;

const sum = (a: RateCounts, b: RateCounts): RateCounts => ({
  requests: a.requests + b.requests,
  tokens: a.tokens + b.tokens,
});

/** Stands in for the table: counts in memory. */
export const createMemoryRateLimitStore = (): RateLimitStore => {
  const windows = new Map<string, RateCounts>();
  const read = (window: RateWindow): RateCounts => windows.get(keyOf(window)) ?? { requests: 0, tokens: 0 };
  const add = (window: RateWindow, amounts: RateCounts) => windows.set(keyOf(window), sum(read(window), amounts));
  return {
    take: async (window, amounts, limits) => {
      const { requests, tokens } = sum(read(window), amounts);
      const isTaken = requests <= (limits.requests ?? requests) && tokens <= (limits.tokens ?? tokens);
      if (isTaken) add(window, amounts);
      return { isTaken, counts: read(window) };
    },
    release: async (window, { requests, tokens }) => {
      if (read(window).requests >= requests) add(window, { requests: -requests, tokens: -tokens });
    },
    addTokens: async (window, tokens) => {
      add(window, { requests: 0, tokens });
    },
    read: async (window) => read(window),
  };
};
