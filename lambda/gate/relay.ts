import type { ServerResponse } from 'node:http';
import type { MeteredCall } from './metered-call.ts';
import type { MeteredSession } from './metered-session.ts';

/** A call with the provider's answer, which is to be passed on to the CLI. */
export interface Relay {
  readonly session: MeteredSession;
  readonly call: MeteredCall;
  /** From the provider. Its body is in `chunks`. */
  readonly answer: Response;
  /** Fails once the call is cut. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What must not be passed on with an error. */
  readonly secrets: readonly string[];
  /** To the CLI. */
  readonly response: ServerResponse;
}

/** What the CLI may know of the provider's headers. */
const RETURNED_HEADERS = [
  'content-type',
  'request-id',
  'x-amzn-requestid',
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
];

/** Begins the answer to the CLI with the provider's headers, and its status unless that means something else. */
export const relayHead = ({ answer, response }: Relay, status = answer.status): void => {
  for (const name of RETURNED_HEADERS) {
    const value = answer.headers.get(name);
    if (value !== null) response.setHeader(name, value);
  }
  response.writeHead(status);
};
