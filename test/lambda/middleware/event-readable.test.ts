import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { eventReadable } from '#middleware/event-readable.ts';

const PING = 'event: ping\ndata: {}\n\n';

/** Frames that a test sends when it likes. */
const createFrames = () => {
  const waiting: ((result: IteratorResult<string>) => void)[] = [];
  const progress = { pulls: 0, cancels: 0 };
  const frames: AsyncIterable<string> = {
    [Symbol.asyncIterator]: () => ({
      next: () => {
        progress.pulls += 1;
        return new Promise((resolve) => waiting.push(resolve));
      },
    }),
  };
  return {
    progress,
    stream: {
      frames,
      cancel: () => {
        progress.cancels += 1;
      },
    },
    send: async (value: string) => {
      waiting.shift()?.({ done: false, value });
      await setImmediate();
    },
    end: async () => {
      waiting.shift()?.({ done: true, value: undefined });
      await setImmediate();
    },
  };
};

/** A reader that takes what comes while it is open. */
const createReader = (options: { readonly highWaterMark?: number } = {}) => {
  const state = { text: '', isOpen: true, resume: () => {} };
  const writable = new Writable({
    ...options,
    write(chunk, _encoding, callback) {
      state.text += chunk.toString('utf8');
      if (state.isOpen) callback();
      else state.resume = callback;
    },
  });
  return { state, writable };
};

const OPTIONS = {
  heartbeat: PING,
  heartbeatMs: 15_000,
  failureFrame: (error: unknown): string => `event: error\ndata: "${(error as Error).message}"\n\n`,
};

const start = async (t: TestContext, highWaterMark = 16_384) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const source = createFrames();
  const readable = eventReadable(source.stream, OPTIONS);
  const { state, writable } = createReader({ highWaterMark });
  const piped = pipeline(readable, writable);
  await setImmediate();
  return { ...source, readable, writable, state, piped, wait: (ms: number) => t.mock.timers.tick(ms) };
};

test('frames reach the reader as they come, to the end', async (t) => {
  const { state, piped, send, end } = await start(t);
  await send('a');
  assert.equal(state.text, 'a');
  await send('b\u{1f600}');
  assert.equal(state.text, 'ab\u{1f600}');
  await end();
  await piped;
});

test('a stream that is silent for the time of a heartbeat sends a ping, and one more each time after', async (t) => {
  const { state, wait, send, end, piped } = await start(t);
  await send('a');
  wait(14_999);
  await setImmediate();
  assert.equal(state.text, 'a');
  wait(1);
  await setImmediate();
  assert.equal(state.text, `a${PING}`);
  wait(15_000);
  await setImmediate();
  assert.equal(state.text, `a${PING}${PING}`);
  await send('b');
  assert.equal(state.text, `a${PING}${PING}b`);
  await end();
  await piped;
});

test('a frame puts the next ping off', async (t) => {
  // The mocked timers of node:test ignore refresh().
  const refresh = t.mock.fn();
  t.mock.method(globalThis, 'setInterval', () => ({ refresh }));
  const { stream, send, end } = createFrames();
  const piped = pipeline(eventReadable(stream, OPTIONS), createReader().writable);
  await setImmediate();
  assert.equal(refresh.mock.callCount(), 0);
  await send('a');
  assert.equal(refresh.mock.callCount(), 1);
  await end();
  await piped;
  assert.equal(refresh.mock.callCount(), 1);
});

test('a ping does not ask for a frame that is already being waited for', async (t) => {
  const { progress, wait, end, piped } = await start(t);
  await setImmediate();
  for (let count = 0; count < 3; count += 1) {
    wait(15_000);
    await setImmediate();
  }
  assert.equal(progress.pulls, 1);
  await end();
  await piped;
});

test('a reader that is slow is not sent pings that nobody has read', async (t) => {
  const { state, wait, send, end, piped } = await start(t, 1);
  state.isOpen = false;
  await send('a');
  for (let count = 0; count < 5; count += 1) {
    wait(15_000);
    await setImmediate();
  }
  state.isOpen = true;
  state.resume();
  await setImmediate();
  assert.equal(state.text, `a${PING}`);
  await end();
  await piped;
});

test('nothing follows the end, however long a slow reader takes to see it', async (t) => {
  const { state, wait, send, end, piped } = await start(t, 1);
  state.isOpen = false;
  await send('last');
  await end();
  wait(60_000);
  await setImmediate();
  state.isOpen = true;
  state.resume();
  await piped;
  assert.equal(state.text, 'last');
});

test('a reader that goes away cancels the stream at once, also while it is silent', async (t) => {
  const { progress, writable, piped, wait, send } = await start(t);
  await setImmediate();
  writable.destroy(new Error('hung up'));
  await assert.rejects(piped, /hung up/);
  assert.equal(progress.cancels, 1);
  wait(60_000);
  await send('too late');
  assert.equal(progress.pulls, 1);
});

test('frames that fail after all end in a last frame, and never fail the stream', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const frames = (async function* () {
    yield 'a';
    throw new Error('defect');
  })();
  const { state, writable } = createReader();
  await pipeline(eventReadable({ frames, cancel: () => {} }, OPTIONS), writable);
  assert.equal(state.text, 'aevent: error\ndata: "defect"\n\n');
});
