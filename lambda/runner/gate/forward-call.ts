import { once } from 'node:events';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { buffer, text } from 'node:stream/consumers';
import { readMessage } from './answer-reading.ts';
import { anthropicRequest } from './anthropic-request.ts';
import { beforeStall } from './before-stall.ts';
import type { GatePolicy } from './gate-session.ts';
import type { CutCause, MeteredCall } from './metered-call.ts';
import type { MeteredSession } from './metered-session.ts';
import { sendError } from './send-error.ts';
import { createSseMeter } from './sse-meter.ts';
import { upstreamChunks } from './upstream-chunks.ts';
import { readStreamError, readUpstreamError, redact } from './upstream-error.ts';

/** What the CLI needs to know of the provider's headers. */
const RETURNED_HEADERS = ['content-type', 'request-id', 'retry-after', 'retry-after-ms', 'x-should-retry'];

/** A call that may be made. */
export interface AdmittedCall {
  readonly session: MeteredSession;
  readonly policy: GatePolicy;
  readonly call: MeteredCall;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const writeHead = (response: ServerResponse, answer: Response): void => {
  for (const name of RETURNED_HEADERS) {
    const value = answer.headers.get(name);
    if (value !== null) response.setHeader(name, value);
  }
  response.writeHead(answer.status);
};
