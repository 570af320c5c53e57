import type { Clock } from '#core/clock.ts';

/** A clock that stands still until it is moved. */
export interface FakeClock extends Clock {
  advance(durationMs: number): void;
}

/** A clock for tests; starts at 2026-11-22T12:00:00Z unless told otherwise. */
export const createFakeClock = (startMs: number = Date.UTC(2026, 10, 22, 12)): FakeClock => {
  let nowMs = startMs;
  return Object.assign(() => nowMs, {
    advance: (durationMs: number) => {
      nowMs += durationMs;
    },
  });
};
