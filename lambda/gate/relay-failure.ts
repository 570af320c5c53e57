import { text } from 'node:stream/consumers';
import { bedrockErrorStatus } from './bedrock-error-status.ts';
import type { Relay } from './relay.ts';
import { relayHead } from './relay.ts';
import { EVENT_HEADER } from './send-error.ts';
import { readUpstreamError, redact } from './upstream-error.ts';

/** Passes on an error of the provider, once the run has been told. */
export const relayFailure = async (relay: Relay): Promise<void> => {
  const { session, call, answer, chunks, secrets, reply } = relay;
  const body = redact(await text(chunks), secrets);
  await session.endCall(call, 'free');
  const status = bedrockErrorStatus(answer.headers.get('x-amzn-errortype') ?? '') ?? answer.status;
  const noticed = answer.headers.get(EVENT_HEADER);
  if (noticed === 'budget_reached' || noticed === 'stalled') session.emit({ kind: noticed });
  else session.emit(readUpstreamError(status, answer.headers.get('retry-after'), body));
  relayHead(relay, status);
  reply.end(body);
};
