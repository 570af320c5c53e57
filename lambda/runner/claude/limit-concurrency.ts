/** Runs a task when it is its turn. */
export type Limiter = <T>(task: () => Promise<T>, signal: AbortSignal) => Promise<T>;

/**
 * A limiter that runs up to `max` tasks at a time, first come, first served.
 *
 * A task whose signal is aborted when its turn comes is not run: the promise rejects with the signal's reason.
 */
export const limitConcurrency = (max: number): Limiter => {
  const waiting: (() => void)[] = [];
  let running = 0;

  const turn = async (): Promise<void> => {
    if (running >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
  };

  /** Whoever is next takes over the place, so that nobody who comes now is faster. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };

  return async (task, signal) => {
    await turn();
    try {
      signal.throwIfAborted();
      return await task();
    } finally {
      leave();
    }
  };
};
