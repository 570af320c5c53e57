import { dirname } from 'node:path';

/** The project's folder: where lambda/, docker/ and the lockfile are. */
export const PROJECT_ROOT = dirname(import.meta.dirname);
