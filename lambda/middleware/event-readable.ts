import { Readable } from 'node:stream';
import { sseFrame } from '#core/http/sse-frame.ts';
import type { EventStream } from '#lambda/api-request.ts';

const PING = sseFrame({ event: 'ping', data: {} });

/**
 * The frames as bytes, with a `ping` event whenever there was none for so long.
 *
 * API Gateway cuts a response that is silent for five minutes, and many proxies do sooner. A reader that goes away
 * cancels the stream at once, also while it is silent: a generator could not be told before its next event.
 */
export const eventReadable = ({ frames, cancel }: EventStream, heartbeatMs: number): Readable => {
  const iterator = frames[Symbol.asyncIterator]();
  let isPulling = false;

  const pull = async (): Promise<void> => {
    isPulling = true;
    const { done, value } = await iterator.next();
    isPulling = false;
    heartbeat.refresh();
    readable.push(done ? null : value);
  };

  const readable = new Readable({
    read() {
      if (!isPulling) pull().catch((error) => this.destroy(error));
    },
    destroy(error, callback) {
      clearInterval(heartbeat);
      cancel();
      callback(error);
    },
  });

  const heartbeat = setInterval(() => {
    if (!readable.readableEnded && readable.readableLength === 0) readable.push(PING);
  }, heartbeatMs);
  return readable;
};
