import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type KeptFrames, keepFrames } from '#lambda/http/keep-frames.ts';

/** A stream of frames that goes on until it is cancelled, or fails. */
const endless = (failure?: Error) => {
  const canceled = Promise.withResolvers<void>();
  const frames = async function* () {
    yield 'a';
    yield 'b';
    if (failure) throw failure;
    await canceled.promise;
    yield 'canceled';
  };
  return { frames: frames(), cancel: canceled.resolve };
};

const keeping = () => {
  const kept = Promise.withResolvers<KeptFrames>();
  return { kept: kept.promise, keep: async (frames: KeptFrames) => kept.resolve(frames) };
};

test('a stream whose reader hangs up is read to its end, and kept', async () => {
  const { kept, keep } = keeping();
  const stream = keepFrames(endless(), keep);
  const iterator = stream.frames[Symbol.asyncIterator]();
  assert.deepEqual(await iterator.next(), { done: false, value: 'a' });
  stream.cancel();
  assert.deepEqual(await kept, { frames: 'abcanceled' });
  stream.cancel();
});

test('a stream that breaks off is kept as far as it came, with what broke it off', async () => {
  const { kept, keep } = keeping();
  const failure = new Error('broken');
  const stream = keepFrames(endless(failure), keep);
  await assert.rejects(Array.fromAsync(stream.frames), failure);
  assert.deepEqual(await kept, { frames: 'ab', failure });
});

test('a stream is kept before it ends', async () => {
  const order: string[] = [];
  const once = async function* () {
    yield 'a';
  };
  const keep = async () => {
    order.push('kept');
  };
  for await (const frame of keepFrames({ frames: once(), cancel: () => {} }, keep).frames) order.push(frame);
  order.push('end');
  assert.deepEqual(order, ['a', 'kept', 'end']);
});

test('a stream that is too long is passed on and not kept', async () => {
  const { kept, keep } = keeping();
  const long = 'x'.repeat(9 * 1024 * 1024);
  const twice = async function* () {
    yield long;
    yield long;
  };
  const read = await Array.fromAsync(keepFrames({ frames: twice(), cancel: () => {} }, keep).frames);
  assert.equal(read.length, 2);
  assert.deepEqual(await kept, { frames: undefined });
});
