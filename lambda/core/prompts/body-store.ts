/** Where texts too large for a table item are kept, by key. */
export interface BodyStore {
  /** Stores the text, replacing what was there. */
  put(key: string, text: string): Promise<void>;
  /** @throws if there is nothing under that key. */
  get(key: string): Promise<string>;
  /** Safe to repeat. */
  delete(key: string): Promise<void>;
}
