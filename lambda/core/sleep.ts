/** Resolves after so long, or as soon as the signal aborts: passed in, so that tests do not wait. */
export type Sleep = (durationMs: number, signal?: AbortSignal) => Promise<void>;
