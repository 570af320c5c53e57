import { EventStreamCodec } from '@smithy/core/event-streams';

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString(),
  (text) => Buffer.from(text),
);

const frame = (headers: Readonly<Record<string, string>>, body: object): Uint8Array =>
  codec.encode({
    headers: Object.fromEntries(
      Object.entries({ ...headers, ':content-type': 'application/json' }).map(([name, value]) => [
        name,
        { type: 'string', value },
      ]),
    ),
    body: Buffer.from(JSON.stringify(body)),
  });

/** The message of an AWS event stream in which Bedrock packs an event of Anthropic, given as JSON. */
export const chunkFrame = (data: string): Uint8Array =>
  frame(
    { ':event-type': 'chunk', ':message-type': 'event' },
    // The padding hides how long the text is.
    { bytes: Buffer.from(data).toString('base64'), p: 'abcdefghijklm' },
  );

/** The message by which Bedrock breaks off an answer. */
export const exceptionFrame = (type: string, message: string): Uint8Array =>
  frame({ ':exception-type': type, ':message-type': 'exception' }, { message });
