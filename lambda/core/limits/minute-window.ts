import type { RateWindow } from './rate-limit-store.ts';

const MINUTE_MS = 60_000;

/** The window of a subject's minute. */
export const minuteWindow = (subject: string, nowMs: number): RateWindow => {
  const startsAtMs = nowMs - (nowMs % MINUTE_MS);
  return { subject, startsAtMs, endsAtMs: startsAtMs + MINUTE_MS };
};
