import type { AdmittedCall } from './admitted-call.ts';
import { beforeStall } from './before-stall.ts';
import { breakOff } from './break-off.ts';
import { createEventStreamParser } from './event-stream-parser.ts';
import type { Relay } from './relay.ts';
import { relayFailure } from './relay-failure.ts';
import { relayStream } from './relay-stream.ts';
import { relayWhole } from './relay-whole.ts';
import type { Reply } from './reply.ts';
import { createSseParser } from './sse-parser.ts';
import type { CreateParser } from './stream-meter.ts';
import { upstreamChunks } from './upstream-chunks.ts';
import { upstreamRequest } from './upstream-request.ts';

/** How to find the events in a streamed answer, by its content type. */
const PARSERS = new Map<string, CreateParser>([
  ['text/event-stream', createSseParser],
  ['application/vnd.amazon.eventstream', createEventStreamParser],
]);

const relayAnswer = (relay: Relay): Promise<void> => {
  const { ok, headers } = relay.answer;
  if (!ok) return relayFailure(relay);
  const [contentType = ''] = headers.get('content-type')?.split(';') ?? [];
  const createParser = PARSERS.get(contentType);
  return createParser ? relayStream(relay, createParser) : relayWhole(relay);
};

/** Makes a call at the provider, with its credential, and passes the answer on to the CLI. Never throws. */
export const forwardCall = async (admitted: AdmittedCall, reply: Reply): Promise<void> => {
  const { session, policy, call, isStreamed, body } = admitted;
  const { signal } = call;
  const onStall = (): void => call.cut('stalled');
  // An answer in one piece is read to its end all the same: only then is it known what it costs.
  const onClientLeft = (): void => (isStreamed ? call.cut('client_left') : undefined);
  if (reply.isClosed) onClientLeft();
  reply.onClose(onClientLeft);
  try {
    const { url, headers, secrets } = await upstreamRequest(admitted);
    // Redirects are not followed: they would carry the credential to another host.
    const request = fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    const answer = await beforeStall(request, policy.stallTimeoutMs, onStall);
    const chunks = upstreamChunks(answer, policy.stallTimeoutMs, onStall);
    await relayAnswer({ session, call, answer, chunks, secrets, reply });
  } catch (error) {
    await breakOff(session, call, reply, error);
  }
};
