import { setTimeout } from 'node:timers/promises';

/** Resolves after so long, or as soon as the signal aborts. */
export const sleep = async (durationMs: number, signal?: AbortSignal): Promise<void> => {
  try {
    await setTimeout(durationMs, undefined, signal && { signal });
  } catch {
    // Only the signal makes it fail.
  }
};
