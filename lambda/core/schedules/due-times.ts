import { cronTimesAfter, latestCronTime } from './cron-times.ts';
import type { Timing } from './timing.ts';

type RateTiming = Extract<Timing, { readonly kind: 'rate' }>;

const MINUTE_MS = 60_000;

const rateTimesAfter = function* ({ everyMinutes, firstAtMs }: RateTiming, afterMs: number): Generator<number> {
  const everyMs = everyMinutes * MINUTE_MS;
  const passed = Math.max(0, Math.floor((afterMs - firstAtMs) / everyMs) + 1);
  for (let count = passed; ; count += 1) yield firstAtMs + count * everyMs;
};

const latestRateTime = ({ everyMinutes, firstAtMs }: RateTiming, atMs: number): number | undefined => {
  const everyMs = everyMinutes * MINUTE_MS;
  const passed = Math.floor((atMs - firstAtMs) / everyMs);
  return passed < 0 ? undefined : firstAtMs + passed * everyMs;
};

/** The next times after that moment, in order: as many as asked for, or all that there are. */
export const nextDueTimes = (timing: Timing, afterMs: number, count: number): readonly number[] => {
  const times = timing.kind === 'cron' ? cronTimesAfter(timing, afterMs) : rateTimesAfter(timing, afterMs);
  const next: number[] = [];
  for (const dueAtMs of times) if (next.push(dueAtMs) === count) break;
  return next;
};

/** The last time up to and including that moment, if there was one. */
export const latestDueTime = (timing: Timing, atMs: number): number | undefined =>
  timing.kind === 'cron' ? latestCronTime(timing, atMs) : latestRateTime(timing, atMs);
