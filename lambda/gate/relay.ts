import type { CallSession } from './call-session.ts';
import type { MeteredCall } from './metered-call.ts';
import type { Reply } from './reply.ts';

/** A call with the provider's answer, which is to be passed on to the CLI. */
export interface Relay {
  readonly session: CallSession;
  readonly call: MeteredCall;
  /** From the provider. Its body is in `chunks`. */
  readonly answer: Response;
  /** Fails once the call is cut. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** What must not be passed on with an error. */
  readonly secrets: readonly string[];
  /** To the CLI. */
  readonly reply: Reply;
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
export const relayHead = ({ answer, reply }: Relay, status = answer.status): void => {
  const returned = [...answer.headers].filter(([name]) => RETURNED_HEADERS.includes(name));
  reply.begin(status, Object.fromEntries(returned));
};
