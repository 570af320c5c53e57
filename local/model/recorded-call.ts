import type { IncomingHttpHeaders } from 'node:http';

/** A request that the stand-in model got. */
export interface RecordedCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed; undefined if it is not JSON. */
  readonly body: unknown;
  readonly bodyBytes: number;
  /** Set once the client is seen to have gone before it was sent the whole answer. */
  clientLeft: boolean;
}
