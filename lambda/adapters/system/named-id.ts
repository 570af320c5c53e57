import { createHash } from 'node:crypto';
import { typeIdOf } from './type-id-of.ts';

/** The id that a thing of that moment and name has, whoever makes it and however often: in the order of time, too. */
export const namedId = (prefix: string, atMs: number, name: string): string =>
  typeIdOf(prefix, atMs, createHash('sha256').update(name).digest().subarray(0, 16));
