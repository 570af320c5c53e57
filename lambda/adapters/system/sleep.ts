import { setTimeout } from 'node:timers/promises';
import type { Sleep } from '#core/sleep.ts';

/** Resolves after so long, or as soon as the signal aborts. */
export const sleep: Sleep = async (durationMs, signal) => {
  try {
    await setTimeout(durationMs, undefined, signal && { signal });
  } catch {
    // Only the signal makes it fail.
  }
};
