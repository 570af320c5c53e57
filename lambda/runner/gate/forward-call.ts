import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Model } from '#core/models/model.ts';
import { anthropicRequest } from './anthropic-request.ts';
import { beforeStall } from './before-stall.ts';
import { breakOff } from './break-off.ts';
import type { GatePolicy } from './gate-session.ts';
import type { MeteredSession } from './metered-session.ts';
import type { Relay } from './relay.ts';
import { relayFailure } from './relay-failure.ts';
import { relayStream } from './relay-stream.ts';
import { relayWhole } from './relay-whole.ts';
import { upstreamChunks } from './upstream-chunks.ts';

/** A call that is let through. */
export interface AdmittedCall {
  readonly session: MeteredSession;
  readonly policy: GatePolicy;
  /** What it is charged by; `undefined` if it costs nothing. */
  readonly model: Model | undefined;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const relayAnswer = (relay: Relay): Promise<void> => {
  const { ok, headers } = relay.answer;
  if (!ok) return relayFailure(relay);
  return headers.get('content-type')?.startsWith('text/event-stream') ? relayStream(relay) : relayWhole(relay);
};

/** Makes a call at the provider, with its credential, and passes the answer on to the CLI. Never throws. */
export const forwardCall = async (admitted: AdmittedCall, response: ServerResponse): Promise<void> => {
  const { session, policy, target, body } = admitted;
  const { url, headers } = anthropicRequest(policy.upstream, target, admitted.headers);
  const call = session.startCall(admitted.model);
  const { signal } = call;
  const onStall = (): void => call.cut('stalled');
  response.once('close', () => call.cut('client_left'));
  try {
    // Redirects are not followed: they would carry the credential to another host.
    const request = fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' });
    const answer = await beforeStall(request, policy.stallTimeoutMs, onStall);
    const chunks = upstreamChunks(answer, policy.stallTimeoutMs, onStall);
    await relayAnswer({ session, policy, call, answer, chunks, response });
  } catch (error) {
    breakOff(session, call, response, error);
  }
};
