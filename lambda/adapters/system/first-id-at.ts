import { typeIdOf } from './type-id-of.ts';

/** Ids hold 48 bits of milliseconds. */
const LAST_MS = 2 ** 48 - 1;

/** The smallest id that can be made at that moment: ids from it on are that young or younger. */
export const firstIdAt = (prefix: string, atMs: number): string =>
  typeIdOf(prefix, Math.max(0, Math.min(atMs, LAST_MS)), new Uint8Array(16));
