import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { createChannel } from '#core/runs/channel.ts';

const NEVER = new AbortController().signal;

/** Whether the promise is resolved once all that can happen by itself has happened. */
const isSettled = async (promise: Promise<void>): Promise<boolean> => {
  let settled = false;
  const watch = async () => {
    await promise;
    settled = true;
  };
  void watch();
  await setImmediate();
  return settled;
};

test('values come out in order, and the writer is never further ahead than the capacity', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(), { maxLength: 30 }),
      fc.integer({ min: 1, max: 4 }),
      fc.scheduler(),
      async (values, capacity, scheduler) => {
        const channel = createChannel<number>(capacity, NEVER);
        const read: number[] = [];
        let written = 0;
        let furthestAhead = 0;
        const writer = async () => {
          for (const value of values) {
            await scheduler.schedule(Promise.resolve());
            written += 1;
            furthestAhead = Math.max(furthestAhead, written - read.length);
            await channel.push(value);
          }
          channel.end();
        };
        const reader = async () => {
          for await (const value of channel.values) {
            read.push(value);
            await scheduler.schedule(Promise.resolve());
          }
        };
        await scheduler.waitFor(Promise.all([writer(), reader()]));
        assert.deepEqual(read, values);
        assert.ok(furthestAhead <= capacity, `${furthestAhead} ahead of ${capacity}`);
      },
    ),
  );
});

test('a full channel makes its writer wait until one value is read', async () => {
  const channel = createChannel<string>(2, NEVER);
  assert.equal(await isSettled(channel.push('a')), true);
  const second = channel.push('b');
  assert.equal(await isSettled(second), false);
  const values = channel.values[Symbol.asyncIterator]();
  assert.deepEqual(await values.next(), { done: false, value: 'a' });
  assert.equal(await isSettled(second), true);
});

test('an abort frees a writer that waits, and no writer waits after it', async () => {
  const controller = new AbortController();
  const channel = createChannel<string>(1, controller.signal);
  const waiting = channel.push('a');
  assert.equal(await isSettled(waiting), false);
  controller.abort();
  assert.equal(await isSettled(waiting), true);
  assert.equal(await isSettled(channel.push('b')), true);
});

test('a writer does not wait on a channel whose signal had aborted before', async () => {
  const channel = createChannel<string>(1, AbortSignal.abort());
  assert.equal(await isSettled(channel.push('a')), true);
});

test('after an abort the reader still gets what was written, to the end', async () => {
  const controller = new AbortController();
  const channel = createChannel<string>(1, controller.signal);
  void channel.push('a');
  controller.abort();
  void channel.push('b');
  channel.end();
  assert.deepEqual(await Array.fromAsync(channel.values), ['a', 'b']);
});

test('a reader that waits is told of the end', async () => {
  const channel = createChannel<string>(1, NEVER);
  const read = Array.fromAsync(channel.values);
  await setImmediate();
  channel.end();
  assert.deepEqual(await read, []);
});

test('a channel that has ended no longer listens to its signal, which may outlive it', () => {
  const signal = new EventTarget() as AbortSignal;
  const listening = new Set<unknown>();
  signal.addEventListener = (_type: string, listener: unknown) => listening.add(listener);
  signal.removeEventListener = (_type: string, listener: unknown) => listening.delete(listener);
  const channel = createChannel<string>(1, signal);
  assert.equal(listening.size, 1);
  channel.end();
  assert.equal(listening.size, 0);
});
