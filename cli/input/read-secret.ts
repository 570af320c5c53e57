import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { CommandError } from '#cli/command-error.ts';
import { EXIT_CODES } from '#cli/exit-codes.ts';
import type { Terminal } from '#cli/terminal.ts';
import { readText } from './read-text.ts';

/**
 * A secret from stdin: asked for, and not shown, if that is a terminal. Never from an argument, which others may see.
 *
 * @throws CommandError if there is none.
 */
export const readSecret = async (terminal: Terminal, what: string): Promise<string> => {
  const secret = (terminal.stdin.isTTY ? await ask(terminal, what) : await readText(terminal)).trim();
  if (secret !== '') return secret;
  throw new CommandError(`There is no ${what} on stdin.`, { exitCode: EXIT_CODES.usage });
};

const ask = async ({ stdin, stderr }: Terminal, what: string): Promise<string> => {
  stderr.write(`${what}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: silent, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    stderr.write('\n');
  }
};
