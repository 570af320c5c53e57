import type { BodyStore } from '#core/prompts/body-store.ts';

/** An item may have 400 KB, and every read and write of it costs by its size. */
const MAX_INLINE_BYTES = 64 * 1024;

/** Where a text is: in its item, or under a key in the body store. */
export type PlacedText = { readonly text: string } | { readonly bodyKey: string };

/** Puts a text under a key in the body store if it is too large for its item. */
export const placeText = async (
  text: string,
  bodyKey: string,
  bodies: BodyStore,
  maxInlineBytes = MAX_INLINE_BYTES,
): Promise<PlacedText> => {
  if (Buffer.byteLength(text) <= maxInlineBytes) return { text };
  await bodies.put(bodyKey, text);
  return { bodyKey };
};
