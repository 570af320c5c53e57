/** What was started, and is to be stopped in the opposite order. */
export interface Cleanup {
  add(stop: () => unknown): void;
  /** Stops everything; what fails does not keep the rest from being stopped. @throws AggregateError then. */
  run(): Promise<void>;
}

/** Collects what there is to stop. */
export const createCleanup = (): Cleanup => {
  const stops: (() => unknown)[] = [];
  return {
    add: (stop) => {
      stops.push(stop);
    },
    run: async () => {
      const errors: unknown[] = [];
      for (let stop = stops.pop(); stop; stop = stops.pop()) {
        try {
          await stop();
        } catch (error) {
          errors.push(error);
        }
      }
      if (errors.length > 0) throw new AggregateError(errors, 'not everything could be stopped');
    },
  };
};
