/** A queue from one writer to one reader that makes a fast writer wait for a slow reader. */
export interface Channel<T> {
  /** Adds a value; resolves when the reader has room for more, or waiting is over. */
  push(value: T): Promise<void>;
  /** No more values: the reader ends after those it has. */
  end(): void;
  /** The values in order; may be read once. */
  readonly values: AsyncIterable<T>;
}

/** A channel that holds `capacity` values before its writer waits; once the signal aborts, it waits no longer. */
export const createChannel = <T>(capacity: number, signal: AbortSignal): Channel<T> => {
  const queue: T[] = [];
  let isEnded = false;
  let wakeReader = () => {};
  let wakeWriter = () => {};
  const onAbort = () => wakeWriter();
  signal.addEventListener('abort', onAbort, { once: true });

  const read = async function* (): AsyncGenerator<T, void, void> {
    while (true) {
      while (queue.length > 0) {
        const value = queue.shift() as T;
        wakeWriter();
        yield value;
      }
      if (isEnded) return;
      await new Promise<void>((resolve) => {
        wakeReader = resolve;
      });
    }
  };

  return {
    async push(value) {
      queue.push(value);
      wakeReader();
      if (queue.length < capacity || signal.aborted) return;
      await new Promise<void>((resolve) => {
        wakeWriter = resolve;
      });
    },
    end() {
      isEnded = true;
      // A signal made by AbortSignal.any is kept in memory for as long as it is listened to and may yet abort.
      signal.removeEventListener('abort', onAbort);
      wakeReader();
    },
    values: read(),
  };
};
