/** Measures for how long at least one thing was going on. */
export interface BusyClock {
  start(): void;
  stop(): void;
  elapsedMs(): number;
}

/** @param now milliseconds that only ever grow */
export const createBusyClock = (now: () => number): BusyClock => {
  let running = 0;
  let startedAtMs = 0;
  let pastMs = 0;
  const elapsedMs = (): number => pastMs + (running > 0 ? now() - startedAtMs : 0);
  return {
    elapsedMs,
    start() {
      if (running === 0) startedAtMs = now();
      running += 1;
    },
    stop() {
      pastMs = running === 1 ? elapsedMs() : pastMs;
      running -= 1;
    },
  };
};
