import { styleText } from 'node:util';
import type { CommandError } from '#cli/command-error.ts';
import type { Terminal } from '#cli/terminal.ts';
import { printable } from './printable.ts';

/** Writes an object as JSON, for programs. */
export const writeJson = ({ stdout }: Terminal, value: unknown): void => {
  stdout.write(`${JSON.stringify(value, null, 2)}\n`);
};

/** Tells what is not the command's result, and so not for the next program in a pipe. */
export const writeNote = ({ stderr }: Terminal, text: string): void => {
  stderr.write(`${styled(stderr, 'dim', printable(text))}\n`);
};

/** Tells what was wrong, what to do, and the request's id. */
export const writeError = ({ stderr }: Terminal, { message, hint, requestId }: CommandError): void => {
  const more = [hint, requestId && `request id: ${requestId}`].filter((line) => line !== undefined && line !== '');
  const lines = [`${styled(stderr, 'red', 'error:')} ${printable(message)}`, ...more.map((line) => `  ${line}`)];
  stderr.write(`${lines.join('\n')}\n`);
};

/** Styled where the stream is a terminal with colours: not in a pipe, and not with NO_COLOR. */
const styled = (stream: NodeJS.WritableStream, style: 'dim' | 'red', text: string): string =>
  styleText(style, text, { stream: stream as NodeJS.WriteStream, validateStream: true });
