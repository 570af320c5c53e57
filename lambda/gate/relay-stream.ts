import type { Relay } from './relay.ts';
import { relayHead } from './relay.ts';
import { type CreateParser, createStreamMeter } from './stream-meter.ts';
import { readStreamError } from './upstream-error.ts';

/** Passes on a streamed answer byte by byte, no faster than the CLI reads it, and meters it in passing. */
export const relayStream = async (relay: Relay, createParser: CreateParser): Promise<void> => {
  const { session, call, chunks, reply } = relay;
  const meter = createStreamMeter(createParser, ({ type, message }) => session.emit(readStreamError(type, message)));
  call.reading = meter.reading;
  let isToldOf = false;
  for await (const chunk of chunks) {
    meter.push(chunk);
    // What is already complete is paid for, so it may as well be passed on.
    if (meter.hasStarted() && !meter.reading().isFinal && session.hasReachedBudget()) call.cut('budget_reached');
    call.signal.throwIfAborted();
    if (!isToldOf && meter.hasStarted()) {
      isToldOf = true;
      session.emit({ kind: 'usage', metrics: session.metrics() });
    }
    if (!reply.hasBegun) relayHead(relay);
    await reply.write(chunk, call.signal);
  }
  await session.endCall(call, 'charged');
  if (!reply.hasBegun) relayHead(relay);
  reply.end();
};
