import { Readable } from 'node:stream';
import type { EventStream } from '#lambda/http/api-request.ts';

/** What a stream is sent besides its frames. */
export interface ReadableOptions {
  /** A frame without meaning. */
  readonly heartbeat: string;
  /** After how much silence it is sent. */
  readonly heartbeatMs: number;
  /** The last frame if the frames fail: a stream that fails would end the process of a Lambda function. */
  failureFrame(error: unknown): string;
}

/**
 * The frames as bytes, with a heartbeat whenever there was none for so long.
 *
 * API Gateway cuts a response that is silent for five minutes, and many proxies do sooner. A reader that goes away
 * cancels the stream at once, also while it is silent: a generator could not be told before its next event.
 */
export const eventReadable = (
  { frames, cancel }: EventStream,
  { heartbeat, heartbeatMs, failureFrame }: ReadableOptions,
): Readable => {
  const iterator = frames[Symbol.asyncIterator]();
  let isPulling = false;

  const pull = async (): Promise<void> => {
    isPulling = true;
    const { done, value } = await iterator.next().catch((error) => ({ done: false, value: failureFrame(error) }));
    isPulling = false;
    // Nothing may follow the end, which a slow reader sees long after it was pushed.
    if (done) clearInterval(timer);
    else timer.refresh();
    readable.push(done ? null : value);
  };

  const readable = new Readable({
    read() {
      if (!isPulling) void pull();
    },
    destroy(error, callback) {
      clearInterval(timer);
      cancel();
      callback(error);
    },
  });

  const timer = setInterval(() => {
    if (readable.readableLength === 0) readable.push(heartbeat);
  }, heartbeatMs);
  return readable;
};
