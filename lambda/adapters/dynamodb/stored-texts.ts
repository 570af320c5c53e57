import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { BodyStore } from '#core/prompts/body-store.ts';
import type { Prompt } from '#core/prompts/prompt.ts';

/** A longer text goes to the body store: an item may have 400 KB, and every read and write of it costs by its size. */
const MAX_INLINE_BYTES = 64 * 1024;

const text = z.string().exactOptional();

/** The texts of a prompt's item: each is in it, or under a key in the body store. */
export const StoredTexts = z.object({
  prompt: text,
  system: text,
  response: text,
  promptBodyKey: text,
  systemBodyKey: text,
  responseBodyKey: text,
});
export type StoredTexts = z.infer<typeof StoredTexts>;

const TEXTS = ['prompt', 'system', 'response'] as const;
type Texts = Pick<Prompt, (typeof TEXTS)[number]>;

/**
 * Puts what is too large into the body store. @returns the attributes to store in the item.
 *
 * Each writing has a key of its own, so that of two who finish a prompt at once neither overwrites the other's text.
 */
export const storeTexts = async (id: string, texts: Texts, bodies: BodyStore): Promise<StoredTexts> => {
  const stored: { -readonly [name in keyof StoredTexts]: StoredTexts[name] } = {};
  for (const name of TEXTS) {
    const text = texts[name];
    if (text === undefined) continue;
    if (Buffer.byteLength(text) <= MAX_INLINE_BYTES) {
      stored[name] = text;
    } else {
      const key = `prompts/${id}.${name}.${randomUUID()}`;
      await bodies.put(key, text);
      stored[`${name}BodyKey`] = key;
    }
  }
  return stored;
};

/** The texts, wherever they are. */
export const loadTexts = async (stored: StoredTexts, bodies: BodyStore): Promise<Texts> => {
  const load = async (name: (typeof TEXTS)[number]): Promise<Texts> => {
    const key = stored[`${name}BodyKey`];
    const text = key === undefined ? stored[name] : await bodies.get(key);
    return text === undefined ? {} : { [name]: text };
  };
  return Object.assign({}, ...(await Promise.all(TEXTS.map(load))));
};

/** Deletes what is in the body store. */
export const deleteTexts = async (stored: StoredTexts, bodies: BodyStore): Promise<void> => {
  const keys = TEXTS.map((name) => stored[`${name}BodyKey`]).filter((key) => key !== undefined);
  await Promise.all(keys.map((key) => bodies.delete(key)));
};
