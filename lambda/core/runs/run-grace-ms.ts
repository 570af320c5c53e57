/** How long is waited beyond a run's time limit: the runner ends it by itself in time; this is for one that does not. */
export const RUN_GRACE_MS = 15_000;
