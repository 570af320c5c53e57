import type { Writable } from 'node:stream';
import yoctoSpinner from 'yocto-spinner';
import type { Terminal } from '#cli/terminal.ts';

/** Something that goes on until it is stopped. */
export interface Waiting {
  /** Idempotent. */
  stop(): void;
}

/** Shows that something is waited for: a spinner on stderr, or nothing where that is no terminal. */
export const showWaiting = ({ stderr }: Terminal, text: string): Waiting => {
  if (stderr.isTTY !== true) return { stop: () => {} };
  return yoctoSpinner({ text, stream: stderr as NodeJS.WritableStream as Writable & NodeJS.WriteStream }).start();
};

/** The same while `work` goes on. */
export const whileWaiting = async <T>(terminal: Terminal, text: string, work: () => Promise<T>): Promise<T> => {
  const waiting = showWaiting(terminal, text);
  try {
    return await work();
  } finally {
    waiting.stop();
  }
};
