import { systemClock } from '#adapters/system/system-clock.ts';
import { createSecretReader } from './secret-reader.ts';

/** Reads a secret of this account: one client and one cache per process. */
export const readSecret = createSecretReader({ clock: systemClock });
