import type { Readable } from 'node:stream';

/** What API Gateway takes as an answer from a function that streams. */
export interface ProxyResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string | Readable;
}
