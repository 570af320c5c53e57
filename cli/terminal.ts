import type { ReadStream, WriteStream } from 'node:tty';

/** What a command line runs in: its process's streams and environment. */
export interface Terminal {
  readonly stdin: NodeJS.ReadableStream & Partial<Pick<ReadStream, 'isTTY'>>;
  readonly stdout: NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY' | 'columns'>>;
  readonly stderr: NodeJS.WritableStream & Partial<Pick<WriteStream, 'isTTY'>>;
  /** The process's own. */
  readonly environment: NodeJS.ProcessEnv;
}
