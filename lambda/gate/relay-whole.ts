import { buffer } from 'node:stream/consumers';
import { readMessage } from './answer-reading.ts';
import type { Relay } from './relay.ts';
import { relayHead } from './relay.ts';

/** Passes on an answer that is not streamed: a message, or a count of tokens. */
export const relayWhole = async (relay: Relay): Promise<void> => {
  const { session, call, chunks, reply } = relay;
  const body = await buffer(chunks);
  const reading = readMessage(body.toString());
  call.reading = () => reading;
  await session.endCall(call, 'charged');
  relayHead(relay);
  reply.end(body);
};
