import type { Clock } from '#core/clock.ts';

/** The clock of this machine. */
export const systemClock: Clock = Date.now;
