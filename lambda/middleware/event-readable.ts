import { Readable } from 'node:stream';
import { sseFrame } from '#core/http/sse-frame.ts';
import type { EventStream } from '#lambda/api-request.ts';

const PING = sseFrame({ event: 'ping', data: {} });

/**
 * The frames as bytes, with a `ping` event whenever there was none for so long.
 *
 * API Gateway cuts a response that is silent for five minutes, and many proxies do sooner. A reader that goes away
 * cancels the stream at once, also while it is silent: a generator could not be told before its next event.
 *
 * @param failureFrame what to send as the last frame if the frames fail after all: a stream that fails would end the
 * process of a Lambda function.
 */
export const eventReadable = (
  { frames, cancel }: EventStream,
  heartbeatMs: number,
  failureFrame: (error: unknown) => string,
): Readable => {
  const iterator = frames[Symbol.asyncIterator]();
  let isPulling = false;

  const pull = async (): Promise<void> => {
    isPulling = true;
    const { done, value } = await iterator.next().catch((error) => ({ done: false, value: failureFrame(error) }));
    isPulling = false;
    // Nothing may follow the end, which a slow reader sees long after it was pushed.
    if (done) clearInterval(heartbeat);
    else heartbeat.refresh();
    readable.push(done ? null : value);
  };

  const readable = new Readable({
    read() {
      if (!isPulling) void pull();
    },
    destroy(error, callback) {
      clearInterval(heartbeat);
      cancel();
      callback(error);
    },
  });

  const heartbeat = setInterval(() => {
    if (readable.readableLength === 0) readable.push(PING);
  }, heartbeatMs);
  return readable;
};
