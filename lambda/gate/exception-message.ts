import { eventStreamCodec } from './event-stream-codec.ts';

/** The message of an AWS event stream by which Bedrock breaks off an answer. */
export const exceptionMessage = (message: string): Uint8Array =>
  eventStreamCodec.encode({
    headers: {
      ':message-type': { type: 'string', value: 'exception' },
      ':exception-type': { type: 'string', value: 'modelStreamErrorException' },
      ':content-type': { type: 'string', value: 'application/json' },
    },
    body: Buffer.from(JSON.stringify({ message })),
  });
