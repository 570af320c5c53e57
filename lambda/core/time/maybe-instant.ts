import { toInstant } from './to-instant.ts';

/** A moment as every surface shows it, or null if there is none. */
export const maybeInstant = (ms: number | undefined): string | null => (ms === undefined ? null : toInstant(ms));
