import type { IncomingHttpHeaders } from 'node:http';

/** A call of the CLI, by whatever way it came. */
export interface CallRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  /** Names are in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The body; `undefined` if it is longer than that. */
  readBody(maxBytes: number): Promise<Buffer | undefined>;
}
