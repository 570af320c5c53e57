/** Whole seconds until then, so that it is not before; 0 if it has passed. */
export const secondsUntil = (atMs: number, nowMs: number): number => Math.max(0, Math.ceil((atMs - nowMs) / 1000));
