import { EventStreamCodec } from '@smithy/core/event-streams';

/** Reads and writes the messages of AWS event streams. */
export const eventStreamCodec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString(),
  (text) => Buffer.from(text),
);
