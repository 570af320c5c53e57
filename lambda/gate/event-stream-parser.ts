import { anthropicError } from './anthropic-error.ts';
import { bedrockErrorStatus } from './bedrock-error-status.ts';
import { eventStreamCodec } from './event-stream-codec.ts';

/** Bytes of a message's length, which is what each begins with. */
const LENGTH_BYTES = 4;
/** Far more than any event takes: what claims to be longer is no message. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;

/** The data of an event of Anthropic that a message carries, or stands for. */
const readMessage = (message: Uint8Array): string => {
  const { headers, body } = eventStreamCodec.decode(message);
  const payload = JSON.parse(Buffer.from(body).toString());
  if (headers[':message-type']?.value === 'event') return Buffer.from(payload.bytes, 'base64').toString();
  const name = headers[':exception-type']?.value ?? headers[':error-code']?.value;
  const status = bedrockErrorStatus(String(name)) ?? 500;
  return JSON.stringify(anthropicError(status, payload.message ?? String(name)));
};

/**
 * Reads the data of Anthropic's events from an AWS event stream that may be cut anywhere; an exception of Bedrock is
 * read as an `error` event.
 *
 * After something that is no event stream, the rest is ignored: the CLI gets the bytes anyway.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ResponseStream.html
 *
 * @returns what to call with each chunk; it calls back with the data of every event that the chunk completes
 */
export const createEventStreamParser = (onData: (data: string) => void): ((chunk: Uint8Array) => void) => {
  let unread: Buffer[] = [];
  let unreadBytes = 0;
  let neededBytes = LENGTH_BYTES;
  let isReadable = true;

  const readMessages = (): void => {
    while (unreadBytes >= neededBytes) {
      const [bytes = Buffer.alloc(0)] = unread.length === 1 ? unread : [Buffer.concat(unread)];
      unread = [bytes];
      neededBytes = bytes.readUInt32BE();
      if (neededBytes > MAX_MESSAGE_BYTES) throw new Error('that is no message');
      if (unreadBytes < neededBytes) return;
      const data = readMessage(bytes.subarray(0, neededBytes));
      unread = [bytes.subarray(neededBytes)];
      unreadBytes -= neededBytes;
      neededBytes = LENGTH_BYTES;
      onData(data);
    }
  };

  return (chunk) => {
    if (!isReadable) return;
    unread.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    unreadBytes += chunk.length;
    try {
      readMessages();
    } catch {
      isReadable = false;
      unread = [];
    }
  };
};
