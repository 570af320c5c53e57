import { randomBytes } from 'node:crypto';
import { typeIdOf } from './type-id-of.ts';

/**
 * A new id such as `prompt_01jd8x2k9efq0v3m5z7b4c6d8g`: unique, and in the order of time.
 *
 * It carries the moment that it is made with, so give it the time that the thing is said to be created at.
 */
export const newId = (prefix: string, atMs: number): string => typeIdOf(prefix, atMs, randomBytes(16));
