import type { BodyStore } from '#core/prompts/body-store.ts';

/** A body store whose contents a test can look at. */
export interface MemoryBodyStore extends BodyStore {
  readonly bodies: ReadonlyMap<string, string>;
}

/** Stands in for S3: keeps bodies in memory. */
export const createMemoryBodyStore = (): MemoryBodyStore => {
  const bodies = new Map<string, string>();
  return {
    bodies,
    put: async (key, text) => {
      bodies.set(key, text);
    },
    get: async (key) => {
      const text = bodies.get(key);
      if (text === undefined) throw new Error(`there is no body "${key}"`);
      return text;
    },
    delete: async (key) => {
      bodies.delete(key);
    },
  };
};
