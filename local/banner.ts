import { resolve } from 'node:path';
import { credentialsPath } from './credentials.ts';
import type { LocalOptions } from './options.ts';
