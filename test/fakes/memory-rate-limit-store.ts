import type { RateLimitStore, RateWindow } from '#core/limits/rate-limit-store.ts';

const keyOf = ({ subject, startsAtMs }: RateWindow) => `${subject} ${startsAtMs}`;

/** Stands in for the table: counts requests in memory. */
export const createMemoryRateLimitStore = (): RateLimitStore => {
  const taken = new Map<string, number>();
  return {
    take: async (window) => {
      const count = (taken.get(keyOf(window)) ?? 0) + 1;
      if (count > window.limit) return undefined;
      taken.set(keyOf(window), count);
      return count;
    },
    release: async (window) => {
      const count = taken.get(keyOf(window)) ?? 0;
      if (count > 0) taken.set(keyOf(window), count - 1);
    },
  };
};
