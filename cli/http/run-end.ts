/** The names of the events that end a run. */
export const RUN_END = /^run\.(completed|incomplete|failed|canceled)$/;
