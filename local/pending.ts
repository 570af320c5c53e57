/** What is under way, and when none of it is left. */
export interface Pending {
  add(key: unknown): void;
  delete(key: unknown): void;
  /** Resolves as soon as nothing is under way. */
  drained(): Promise<void>;
}

/** Keeps track of what is under way. */
export const createPending = (): Pending => {
  const keys = new Set<unknown>();
  let waiting: (() => void)[] = [];
  return {
    add: (key) => {
      keys.add(key);
    },
    delete: (key) => {
      keys.delete(key);
      if (keys.size > 0) return;
      for (const resolve of waiting) resolve();
      waiting = [];
    },
    drained: async () => {
      if (keys.size > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
};
