/** What is under way, and when none of it is left. */
export interface Pending {
  add(key: unknown): void;
  delete(key: unknown): void;
  /** Notes the task as under way until it is over. */
  during<T>(task: () => Promise<T>): Promise<T>;
  /** Resolves as soon as nothing is under way. */
  drained(): Promise<void>;
}

/** Keeps track of what is under way. */
export const createPending = (): Pending => {
  const keys = new Set<unknown>();
  let waiting: (() => void)[] = [];

  const remove = (key: unknown): void => {
    keys.delete(key);
    if (keys.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };

  return {
    add: (key) => {
      keys.add(key);
    },
    delete: remove,
    during: async (task) => {
      const key = Symbol('task');
      keys.add(key);
      try {
        return await task();
      } finally {
        remove(key);
      }
    },
    drained: async () => {
      if (keys.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
};
