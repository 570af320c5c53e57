import { text } from 'node:stream/consumers';
import type { Terminal } from '#cli/terminal.ts';

/** All that comes by stdin. */
export const readText = ({ stdin }: Terminal): Promise<string> => text(stdin);
