import type { ObjectStore } from '#core/files/object-store.ts';

/** An object store whose contents a test can look at. */
export interface MemoryObjectStore extends ObjectStore {
  readonly objects: ReadonlyMap<string, Uint8Array>;
  /** The text of an object. */
  text(key: string): string;
}

/** Stands in for S3: keeps objects in memory. Its URLs lead nowhere. */
export const createMemoryObjectStore = (): MemoryObjectStore => {
  const objects = new Map<string, Uint8Array>();

  const find = (key: string): Uint8Array => {
    const bytes = objects.get(key);
    if (!bytes) throw new Error(`there is no object "${key}"`);
    return bytes;
  };

  return {
    objects,
    text: (key) => new TextDecoder().decode(find(key)),
    write: async (key, chunks) => {
      objects.set(key, Buffer.concat(await Array.fromAsync(chunks)));
    },
    async *read(key, { offsetBytes, lengthBytes = Number.POSITIVE_INFINITY } = { offsetBytes: 0 }) {
      yield find(key).subarray(offsetBytes, offsetBytes + lengthBytes);
    },
    sizeBytes: async (key) => objects.get(key)?.length,
    delete: async (key) => {
      objects.delete(key);
    },
    uploadUrl: async ({ key, bytes }) => `https://objects.test/${key}?bytes=${bytes}`,
    downloadUrl: async ({ key, filename }) => `https://objects.test/${key}?name=${filename}`,
  };
};
