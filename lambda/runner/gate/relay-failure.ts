import { text } from 'node:stream/consumers';
import type { Relay } from './relay.ts';
import { relayHead } from './relay.ts';
import { readUpstreamError, redact } from './upstream-error.ts';

/** Passes on an error of the provider, once the run has been told. */
export const relayFailure = async (relay: Relay): Promise<void> => {
  const { session, policy, call, answer, chunks, response } = relay;
  const body = redact(await text(chunks), policy.upstream.apiKey);
  session.endCall(call, 'free');
  session.emit(readUpstreamError(answer.status, answer.headers.get('retry-after'), body));
  relayHead(relay);
  response.end(body);
};
